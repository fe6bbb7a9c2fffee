//! A client of the server: JSON-RPC, a line each way.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longer than any answer takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    last: u64,
    pub(crate) hello: Value,
}

impl Client {
    /// Starts the server on a study and says hello.
    pub(crate) fn new(folder: &Path, args: &[&str]) -> Self {
        let mut client = Self::silent(folder, args);
        let params = json!({
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "tests", "version": "1" },
        });
        client.hello = client.ask("initialize", &params).expect("it says hello");
        client.say(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string());
        client
    }

    /// Starts the server and says nothing yet.
    pub(crate) fn silent(folder: &Path, args: &[&str]) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_crosscut"))
            .arg("mcp")
            .args(args)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let (input, output) = (server.stdin.take(), server.stdout.take().expect("it is piped"));
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { server, input, lines, last: 0, hello: Value::Null }
    }

    /// Sends a line as it is.
    pub(crate) fn say(&mut self, line: &str) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(format!("{line}\n").as_bytes()).and_then(|()| input.flush()).expect("it listens");
    }

    /// Asks; gives the result, or the error.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        self.last += 1;
        let id = self.last;
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string());
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer to {method}"));
            let answer: Value =
                serde_json::from_str(&line).unwrap_or_else(|e| panic!("no JSON: {e}: {line}"));
            if answer["id"] == json!(id) {
                return answer.get("result").cloned().ok_or_else(|| answer["error"].clone());
            }
        }
    }

    /// Calls a tool many times without waiting between; gives the answers in no order.
    pub(crate) fn side_by_side(&mut self, tool: &str, all: &[Value]) -> Vec<Value> {
        let first = self.last + 1;
        for args in all {
            self.last += 1;
            let params = json!({ "name": tool, "arguments": args });
            let call = json!({ "jsonrpc": "2.0", "id": self.last, "method": "tools/call", "params": params });
            self.say(&call.to_string());
        }
        let mut answers = Vec::new();
        while answers.len() < all.len() {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer from {tool}"));
            let answer: Value = serde_json::from_str(&line).expect("JSON");
            if answer["id"].as_u64() >= Some(first) {
                answers.push(answer["result"].clone());
            }
        }
        answers
    }

    /// Calls a tool; gives what it found, or the words of its error.
    pub(crate) fn call(&mut self, tool: &str, args: &Value) -> Result<Value, String> {
        let answer = self.ask("tools/call", &json!({ "name": tool, "arguments": args }));
        let answer = answer.unwrap_or_else(|error| panic!("{tool} {args}: {error}"));
        let text = answer["content"][0]["text"].as_str().expect("a text").to_owned();
        if answer["isError"] == json!(true) {
            return Err(text);
        }
        // Clients that know no structure read the same as text.
        let structured = &answer["structuredContent"];
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), *structured, "{tool}");
        Ok(structured.clone())
    }

    pub(crate) fn found(&mut self, tool: &str, args: &Value) -> Value {
        self.call(tool, args).unwrap_or_else(|error| panic!("{tool} {args}: {error}"))
    }

    pub(crate) fn wrong(&mut self, tool: &str, args: &Value) -> String {
        match self.call(tool, args) {
            Ok(found) => panic!("{tool} {args} was answered: {found}"),
            Err(why) => why,
        }
    }

    /// Every entry of a list, page by page.
    pub(crate) fn all(&mut self, tool: &str, args: &Value, list: &str, limit: usize) -> Vec<Value> {
        let (mut all, mut offset, mut total) = (Vec::new(), json!(0), json!(null));
        while !offset.is_null() {
            let mut args = args.clone();
            (args["offset"], args["limit"]) = (offset, json!(limit));
            let page = self.found(tool, &args);
            let entries = page[list].as_array().unwrap_or_else(|| panic!("{tool}: no {list}: {page}"));
            assert!(entries.len() <= limit, "{tool}: {page}");
            all.extend(entries.iter().cloned());
            (offset, total) = (page["next_offset"].clone(), page["total"].clone());
        }
        assert_eq!(json!(all.len()), total, "{tool}: nothing is left out and nothing comes twice");
        all
    }

    /// Ends the input: the server goes, and well.
    pub(crate) fn end(mut self) {
        self.input = None;
        assert!(self.server.wait().expect("it ends").success());
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
