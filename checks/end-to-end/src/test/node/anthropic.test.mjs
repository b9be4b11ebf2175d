// Anthropic's own client, with every model that it can reach through the gateway.
import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { GATEWAY_KEY, GATEWAY_URL, MODELS, PICTURE, SCHEMA, WEATHER, all, seen, untilLeft } from "./judged.mjs";

const client = new Anthropic({ baseURL: GATEWAY_URL, apiKey: GATEWAY_KEY, authToken: null, maxRetries: 0, timeout: 20_000 });
const user = (content) => [{ role: "user", content }];
const tools = [{ name: WEATHER.name, description: WEATHER.description, input_schema: WEATHER.parameters }];
const max_tokens = 100;

for (const { model, provider, judge } of MODELS) {
  test(`anthropic: ${model} answers`, async () => {
    const answer = await client.messages.create({ model, max_tokens, system: "Be brief.", messages: user("hello") });
    assert.deepEqual(answer.content.map(({ type, text }) => ({ type, text })), [{ type: "text", text: `Hello from ${provider}.` }]);
    assert.deepEqual([answer.model, answer.stop_reason, answer.usage.output_tokens], [model, "end_turn", 7]);
    assert.equal(answer.usage.cache_read_input_tokens, 4);
  });

  test(`anthropic: ${model} streams`, async () => {
    const events = await all(await client.messages.create({ model, max_tokens, messages: user("hello"), stream: true }));
    assert.deepEqual([events[0].type, events.at(-1).type], ["message_start", "message_stop"]);
    const whole = await client.messages.stream({ model, max_tokens, messages: user("hello") }).finalMessage();
    assert.equal(whole.content[0].text, `Hello from ${provider}.`);
    assert.equal(whole.usage.output_tokens, 7);
  });

  test(`anthropic: ${model} calls a tool and hears its answer`, async () => {
    for (const stream of [false, true]) {
      const messages = user("weather");
      const first = stream
        ? await client.messages.stream({ model, max_tokens, messages, tools }).finalMessage()
        : await client.messages.create({ model, max_tokens, messages, tools });
      assert.equal(first.stop_reason, "tool_use");
      const call = first.content.find(({ type }) => type === "tool_use");
      assert.deepEqual([call.name, call.input], ["get_weather", { city: "Paris" }]);
      const second = await client.messages.create({
        model, max_tokens, tools,
        messages: [
          ...messages,
          { role: "assistant", content: first.content },
          { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: "sunny" }] },
        ],
      });
      assert.equal(second.content[0].text, "It is sunny in Paris.");
    }
  });

  test(`anthropic: ${model} sees a picture`, async () => {
    const source = { type: "base64", media_type: "image/png", data: PICTURE };
    const answer = await client.messages.create({
      model, max_tokens, messages: user([{ type: "image", source }, { type: "text", text: "what picture is this?" }]),
    });
    assert.equal(answer.content[0].text, "A picture of 70 bytes.");
  });

  test(`anthropic: ${model} keeps to a form`, async () => {
    const answer = await client.messages.create({
      model, max_tokens, messages: user("fill in the form"), output_config: { format: { type: "json_schema", schema: SCHEMA } },
    });
    assert.deepEqual(JSON.parse(answer.content[0].text), { city: "Paris", degrees: 21 });
  });

  test(`anthropic: ${model} counts tokens`, async () => {
    const { input_tokens } = await client.messages.countTokens({ model, messages: user("hello ".repeat(50)), tools });
    assert.ok(input_tokens >= 40, input_tokens);
  });

  test(`anthropic: ${model} notices that a stream is left`, async () => {
    const before = (await seen(judge)).left;
    for await (const event of await client.messages.create({ model, max_tokens, messages: user("endless"), stream: true })) {
      if (event.type === "content_block_delta") break;
    }
    await untilLeft(judge, before);
  });

  test(`anthropic: ${model} is tried again`, async () => {
    for (const stream of [false, true]) {
      const { data, response } = await client.messages
        .create({ model, max_tokens, messages: user(`flaky ${stream} for anthropic in node`), stream }).withResponse();
      if (stream) await all(data);
      assert.equal(response.headers.get("x-litellm-attempted-retries"), "1");
    }
  });

  test(`anthropic: ${model} says why it refuses`, async () => {
    await assert.rejects(client.messages.create({ model, max_tokens, messages: user("refuse") }), (error) => {
      assert.ok(error instanceof Anthropic.BadRequestError, error);
      assert.equal(error.error.error.type, "invalid_request_error");
      assert.match(error.error.error.message, /the script refuses/);
      return true;
    });
  });

  test(`anthropic: ${model} never passes a cut stream off as whole`, async () => {
    await assert.rejects(client.messages.stream({ model, max_tokens, messages: user("cut") }).finalMessage());
  });
}

test("anthropic: an unknown key is an AuthenticationError", async () => {
  const stranger = new Anthropic({ baseURL: GATEWAY_URL, apiKey: "sk-nobody-knows-this-key", maxRetries: 0 });
  await assert.rejects(stranger.messages.create({ model: "gpt", max_tokens, messages: user("hello") }), Anthropic.AuthenticationError);
});

test("anthropic: models are listed", async () => {
  const ids = (await all(client.models.list())).map(({ id }) => id);
  assert.deepEqual(ids.sort(), ["claude", "embedder", "gpt", "reasoner"]);
});
