// OpenAI's own client, with every model that it can reach through the gateway.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import { GATEWAY_KEY, GATEWAY_URL, MODELS, PICTURE, SCHEMA, WEATHER, all, seen, untilLeft } from "./judged.mjs";

const client = new OpenAI({ baseURL: `${GATEWAY_URL}/v1`, apiKey: GATEWAY_KEY, maxRetries: 0, timeout: 20_000 });
const user = (content) => [{ role: "user", content }];
const tools = [{ type: "function", function: WEATHER }];

for (const { model, provider, judge } of MODELS) {
  test(`openai: ${model} answers`, async () => {
    const answer = await client.chat.completions.create({ model, messages: user("hello") });
    assert.equal(answer.choices[0].message.content, `Hello from ${provider}.`);
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.deepEqual([answer.model, answer.usage.prompt_tokens, answer.usage.completion_tokens], [model, 11, 7]);
    assert.equal(answer.usage.prompt_tokens_details.cached_tokens, 4);
  });

  test(`openai: ${model} streams`, async () => {
    const chunks = await all(await client.chat.completions.create({
      model, messages: user("hello"), stream: true, stream_options: { include_usage: true },
    }));
    assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join(""), `Hello from ${provider}.`);
    assert.equal(chunks.at(-1).usage.total_tokens, 18);
  });

  test(`openai: ${model} calls a tool and hears its answer`, async () => {
    for (const stream of [false, true]) {
      const messages = user("weather");
      const first = stream
        ? await client.chat.completions.stream({ model, messages, tools }).finalChatCompletion()
        : await client.chat.completions.create({ model, messages, tools });
      const { message, finish_reason } = first.choices[0];
      assert.equal(finish_reason, "tool_calls");
      assert.equal(message.tool_calls[0].function.name, "get_weather");
      assert.deepEqual(JSON.parse(message.tool_calls[0].function.arguments), { city: "Paris" });
      const asked = { role: "assistant", content: null, tool_calls: message.tool_calls };
      const told = { role: "tool", tool_call_id: message.tool_calls[0].id, content: "sunny" };
      const second = await client.chat.completions.create({ model, tools, messages: [...messages, asked, told] });
      assert.equal(second.choices[0].message.content, "It is sunny in Paris.");
    }
  });

  test(`openai: ${model} sees a picture`, async () => {
    const picture = { type: "image_url", image_url: { url: `data:image/png;base64,${PICTURE}`, detail: "low" } };
    const answer = await client.chat.completions.create({
      model, messages: user([{ type: "text", text: "what picture is this?" }, picture]),
    });
    assert.equal(answer.choices[0].message.content, "A picture of 70 bytes.");
  });

  test(`openai: ${model} keeps to a form`, async () => {
    const answer = await client.chat.completions.parse({
      model, messages: user("fill in the form"),
      response_format: { type: "json_schema", json_schema: { name: "weather", schema: SCHEMA, strict: true } },
    });
    assert.deepEqual(JSON.parse(answer.choices[0].message.content), { city: "Paris", degrees: 21 });
  });

  test(`openai: ${model} notices that a stream is left`, async () => {
    const before = (await seen(judge)).left;
    for await (const _ of await client.chat.completions.create({ model, messages: user("endless"), stream: true })) break;
    await untilLeft(judge, before);
  });

  test(`openai: ${model} is tried again`, async () => {
    for (const stream of [false, true]) {
      const { data, response } = await client.chat.completions
        .create({ model, messages: user(`flaky ${stream} for openai in node`), stream }).withResponse();
      if (stream) await all(data);
      assert.equal(response.headers.get("x-litellm-attempted-retries"), "1");
    }
  });

  test(`openai: ${model} says why it refuses`, async () => {
    await assert.rejects(client.chat.completions.create({ model, messages: user("refuse") }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError, error);
      assert.match(error.message, /the script refuses/);
      return true;
    });
  });

  test(`openai: ${model} never passes a cut stream off as whole`, async () => {
    await assert.rejects(async () => all(await client.chat.completions.create({
      model, messages: user("cut"), stream: true,
    })));
  });
}

test("openai: a reasoning model takes what every client sends", async () => {
  const answer = await client.chat.completions.create({
    model: "reasoner", messages: user("hello"), max_tokens: 100, temperature: 0.2,
  });
  assert.equal(answer.choices[0].message.content, "Hello from OpenAI.");
});

test("openai: embeddings come as numbers", async () => {
  const { data } = await client.embeddings.create({ model: "embedder", input: "hello" });
  assert.deepEqual(data[0].embedding, [1, 2]);
});
