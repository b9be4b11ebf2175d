// The official Node.js client against a gateway that NodeClientTest has started: GATEWAY_URL serves Scene's
// configuration to GATEWAY_KEY, QUICK_START_URL the bundled quick start.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const { GATEWAY_URL, GATEWAY_KEY, QUICK_START_URL } = process.env;

const client = (baseURL, apiKey) => new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout: 20_000 });
const gateway = client(GATEWAY_URL, GATEWAY_KEY);
const messages = [{ role: "user", content: "Who is there?" }];

const all = async (items) => {
  const list = [];
  for await (const item of items) list.push(item);
  return list;
};

const ask = (fields, options) => gateway.chat.completions.create({ messages, ...fields }, options).withResponse();

const answer = async (fields, options) => (await ask(fields, options)).data.choices[0].message.content;

const streamed = async (from, fields) => {
  const chunks = await all(await from.chat.completions.create({ messages, stream: true, ...fields }));
  return { chunks, text: chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("") };
};

test("a completion comes back under the name that was asked for", async () => {
  const { data, response } = await ask({ model: "chat" });
  assert.equal(data.model, "chat");
  assert.match(data.choices[0].message.content, /^served by (free|paid)$/);
  assert.equal(data.usage.total_tokens, 12);
  assert.match(response.headers.get("x-litellm-model-id"), /^chat-(free|paid)$/);
});

test("a stream arrives whole, with the usage that was asked for", async () => {
  const { chunks, text } = await streamed(gateway, {
    model: "chat", tags: ["paid"], stream_options: { include_usage: true },
  });
  assert.equal(text, "served by paid");
  assert.equal(chunks.at(-1).usage.total_tokens, 12);
  assert.deepEqual([...new Set(chunks.map((chunk) => chunk.model))], ["chat"]);
});

test("tags in the body choose the deployment", async () => {
  for (const tag of ["free", "paid"]) assert.equal(await answer({ model: "chat", tags: [tag] }), `served by ${tag}`);
});

test("tags in the header choose the deployment", async () => {
  for (const tag of ["free", "paid"]) {
    assert.equal(await answer({ model: "chat" }, { headers: { "x-litellm-tags": tag } }), `served by ${tag}`);
  }
});

test("a customer bound to a region never leaves it", async () => {
  for (let call = 0; call < 10; call++) {
    const { data, response } = await ask({ model: "regional", user: "customer-eu" });
    assert.equal(data.choices[0].message.content, "served by free");
    assert.equal(response.headers.get("x-litellm-model-region"), "frankfurt");
  }
});

test("a group outside the customer's region is a PermissionDeniedError", async () => {
  await assert.rejects(ask({ model: "us-only", user: "customer-eu" }), (error) => {
    assert.ok(error instanceof OpenAI.PermissionDeniedError, error);
    assert.equal(error.type, "region_not_available");
    return true;
  });
});

test("an unknown key is an AuthenticationError", async () => {
  const stranger = client(GATEWAY_URL, "sk-nobody-knows-this-key");
  await assert.rejects(stranger.chat.completions.create({ model: "chat", messages }), (error) => {
    assert.ok(error instanceof OpenAI.AuthenticationError, error);
    assert.equal(error.code, "401");
    return true;
  });
});

test("an unknown model is a BadRequestError that names it", async () => {
  await assert.rejects(ask({ model: "no-such-model" }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError, error);
    assert.match(error.message, /no-such-model/);
    return true;
  });
});

test("a failed first attempt is retried, and the headers say so", async () => {
  const { data, response } = await ask({ model: "flaky" });
  assert.equal(data.choices[0].message.content, "served by flaky");
  assert.equal(response.headers.get("x-litellm-attempted-retries"), "1");
});

test("models are listed", async () => {
  const ids = (await all(gateway.models.list())).map((model) => model.id);
  assert.deepEqual(ids.sort(), ["anywhere", "chat", "flaky", "regional", "us-only"]);
});

test("the quick start answers without a key of its own", async () => {
  const { data } = await client(QUICK_START_URL, "none").models.list();
  assert.ok(data.length > 0);
  const completion = await client(QUICK_START_URL, "none").chat.completions.create({ model: data[0].id, messages });
  assert.ok(completion.choices[0].message.content);
  const { text } = await streamed(client(QUICK_START_URL, "none"), { model: data[0].id });
  assert.ok(text);
});
