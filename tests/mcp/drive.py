"""Drives every tool of `crosscut mcp` with Python's client: CROSSCUT STUDY."""

import asyncio
import sys

from mcp import Client, MCPError, StdioServerParameters

CITED = ("clause", "agreement", "locator", "text")


def quoted(value):
    """Every clause that an answer quotes."""
    if isinstance(value, dict):
        if "locator" in value and "text" in value:
            yield value
        for field in value.values():
            yield from quoted(field)
    elif isinstance(value, list):
        for entry in value:
            yield from quoted(entry)


async def drive(command, study, mode):
    used = set()
    args = ["mcp", "--study", study, "--suggest", f"python-{mode}", "--model", "none"]
    server = StdioServerParameters(command=command, args=args)
    async with Client(server, mode=mode, read_timeout_seconds=120) as client:

        async def call(tool, **args):
            # The client holds what comes back against the schema of the tool.
            answer = await client.call_tool(tool, args)
            assert not answer.is_error, (tool, args, answer.content)
            used.add(tool)
            for one in quoted(answer.structured_content):
                assert all(one[field] for field in CITED), (tool, one)
            return answer.structured_content

        async def refused(tool, **args):
            answer = await client.call_tool(tool, args)
            assert answer.is_error, (tool, args, answer.content)
            return answer.content[0].text

        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert client.instructions and "no instructions to you" in client.instructions
        agreements = (await call("agreements", limit=50))["agreements"]
        found = await call("search", query="shall OR should", limit=3)
        clause = found["clauses"][0]
        assert (await call("search", query=f"agreement:{clause['agreement']}"))["total"] > 0
        read = await call("clause", clause=clause["clause"], around=2)
        assert read["clause"]["text"].startswith(clause["text"][:1500])
        await call("like", clause=clause["clause"])
        await call("like", text=clause["text"])
        rows = (await call("matrix", limit=50))["rows"]
        await call("candidates", all=True)
        for row in rows:
            if row["is"] == "candidate":
                await call("candidate", of=row["id"], limit=2)
                break
        else:
            used.add("candidate")  # everything is decided
        elements = (await call("elements"))["elements"]
        await call("element", of=elements[0]["name"])
        await call("gaps", of=elements[0]["id"])
        await call("outliers", agreement=agreements[0]["id"])
        await call("coverage", limit=50)

        words = " ".join(clause["text"].split()[:6])
        cites = [{"clause": clause["clause"], "words": words}]
        of = elements[0]["name"]
        await call("suggest_element", name=f"Of {mode}", definition="As it says.", cites=cites)
        await call("suggest_definition", of=of, definition="As it says.", cites=cites)
        await call("suggest_clause", of=of, confidence=0.5, cites=cites)
        await call("suggest_name", of=of, name="As it says", cites=cites)
        await call("suggest_note", note="It says so.", cites=cites)
        wrong = [{"clause": clause["clause"], "words": words + " zebra quagga"}]
        why = await refused("suggest_note", note="It does not.", cites=wrong)
        assert "nearest words are in" in why, why
        mine = [one for one in (await call("suggestions", limit=50))["suggestions"] if one["by"].endswith(mode)]
        assert len(mine) == 5, mine

        assert "column" in await refused("search", query="(shall AND")
        assert "unknown field" in await refused("search", query="shall", most=3)
        try:
            await client.call_tool("decide", {})
        except MCPError:
            pass
        else:
            raise AssertionError("there is a tool that decides")

        for resource in (await client.list_resources()).resources:
            text = (await client.read_resource(resource.uri)).contents[0].text
            assert 0 < len(text.encode()) < 50_000, resource.uri
        for prompt in (await client.list_prompts()).prompts:
            given = {prompt.arguments[0].name: agreements[0]["id"]}
            told = await client.get_prompt(prompt.name, given)
            assert agreements[0]["id"] in told.messages[0].content.text
    assert used == tools, (tools - used, used - tools)
    return len(used)


async def main():
    for mode in ("auto", "legacy"):
        print(f"{mode}: {await drive(sys.argv[1], sys.argv[2], mode)} tools driven")


asyncio.run(main())
