"""Runs commands and says what each took. A program of its own, since a process is born with the memory of its parent.

Reads a JSON line a command, {"command", "out", "env"}, and answers with one: exit code, processor seconds, and the memory in
MB of the largest process, all with what the command starts.
"""
import json, os, subprocess, sys

for line in sys.stdin:
    asked = json.loads(line)
    source = open(asked["in"], "rb") if asked.get("in") else subprocess.DEVNULL
    with open(asked["out"], "wb") as out:
        run = subprocess.Popen(asked["command"], stdin=source, stdout=out, stderr=subprocess.DEVNULL, env={**os.environ, **asked["env"]})
        _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    print(json.dumps([run.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]), flush=True)
