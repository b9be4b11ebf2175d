// What Claude Code sends to a gateway, call by call: the start, a turn with tools, and the count before compaction.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GATEWAY_KEY, GATEWAY_URL, MODELS } from "./judged.mjs";

const headers = {
  authorization: `Bearer ${GATEWAY_KEY}`,
  "anthropic-version": "2023-06-01",
  "anthropic-beta": "claude-code-20250219,interleaved-thinking-2025-05-14,fine-grained-tool-streaming-2025-05-14",
  "anthropic-dangerous-direct-browser-access": "true",
  "content-type": "application/json",
  "user-agent": "claude-cli/2.1.0 (external, cli)",
  "x-app": "cli",
  "x-claude-code-session-id": "5f0e8f3c-7c58-4f7e-9b9c-9c52c1a4a001",
  "x-stainless-lang": "js",
  "x-stainless-retry-count": "0",
};

const ephemeral = { type: "ephemeral" };
const metadata = { user_id: "user_0123_account__session_5f0e8f3c" };
const system = [
  { type: "text", text: "You are a coding agent.", cache_control: ephemeral },
  { type: "text", text: "Work in the folder that you were started in.", cache_control: ephemeral },
];
const tools = [
  {
    name: "Bash", description: "Runs a command.",
    input_schema: { $schema: "http://json-schema.org/draft-07/schema#", type: "object", properties: { city: { type: "string" } } },
  },
];

const post = (path, body) => fetch(GATEWAY_URL + path, { method: "POST", headers, body: JSON.stringify(body) });

const events = async (response) => (await response.text()).split("\n\n").filter((event) => event.includes("data: "))
  .map((event) => JSON.parse(event.split("data: ")[1]));

for (const { model, provider } of MODELS) {
  test(`claude code: ${model} takes the first small question`, async () => {
    const response = await post("/v1/messages?beta=true", {
      model, max_tokens: 1, messages: [{ role: "user", content: "quota, hello" }], metadata,
    });
    assert.equal(response.status, 200);
    assert.equal((await response.json()).content[0].text, `Hello from ${provider}.`);
  });

  test(`claude code: ${model} works through a turn with a tool`, async () => {
    const question = { role: "user", content: [{ type: "text", text: "weather", cache_control: ephemeral }] };
    const turn = { model, max_tokens: 32_000, temperature: 1, stream: true, system, tools, metadata };
    const first = await events(await post("/v1/messages?beta=true", { ...turn, messages: [question] }));
    const start = first.find(({ type, content_block }) => type === "content_block_start" && content_block.type === "tool_use");
    const input = first.filter(({ delta }) => delta?.type === "input_json_delta").map(({ delta }) => delta.partial_json).join("");
    assert.deepEqual(JSON.parse(input), { city: "Paris" });
    assert.equal(first.find(({ type }) => type === "message_delta").delta.stop_reason, "tool_use");
    const { id, name } = start.content_block;
    const second = await events(await post("/v1/messages?beta=true", {
      ...turn,
      messages: [
        question,
        { role: "assistant", content: [{ type: "tool_use", id, name, input: JSON.parse(input) }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: "sunny", is_error: false, cache_control: ephemeral }] },
      ],
    }));
    assert.equal(second.filter(({ delta }) => delta?.type === "text_delta").map(({ delta }) => delta.text).join(""), "It is sunny in Paris.");
    assert.equal(second.at(-1).type, "message_stop");
  });

  test(`claude code: ${model} counts before a conversation is compacted`, async () => {
    const response = await post("/v1/messages/count_tokens?beta=true", {
      model, messages: [{ role: "user", content: "hello ".repeat(50) }], tools,
    });
    assert.equal(response.status, 200);
    assert.ok((await response.json()).input_tokens >= 40);
  });
}
