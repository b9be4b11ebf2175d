// LangChain, with its OpenAI and its Anthropic models.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { z } from "zod";
import { GATEWAY_KEY, GATEWAY_URL, MODELS, PICTURE, seen, untilLeft } from "./judged.mjs";

const configuration = { baseURL: `${GATEWAY_URL}/v1` };
const speak = {
  chat: (model) => new ChatOpenAI({ model, apiKey: GATEWAY_KEY, configuration, maxRetries: 0 }),
  messages: (model) => new ChatAnthropic({
    model, apiKey: GATEWAY_KEY, anthropicApiUrl: GATEWAY_URL, maxTokens: 100, maxRetries: 0,
  }),
};

const weather = tool(({ city }) => (city === "Paris" ? "sunny" : "unknown"), {
  name: "get_weather", description: "The weather of a city", schema: z.object({ city: z.string() }),
});

for (const { model: name, provider, judge } of MODELS) {
  for (const [api, make] of Object.entries(speak)) {
    const model = make(name);

    test(`langchain: ${name} answers over ${api}`, async () => {
      const answer = await model.invoke("hello");
      assert.equal(answer.text, `Hello from ${provider}.`);
      assert.equal(answer.usage_metadata.output_tokens, 7);
    });

    test(`langchain: ${name} streams over ${api}`, async () => {
      let text = "";
      for await (const chunk of await model.stream("hello")) text += chunk.text;
      assert.equal(text, `Hello from ${provider}.`);
    });

    test(`langchain: ${name} calls a tool over ${api}`, async () => {
      const bound = model.bindTools([weather]);
      const question = new HumanMessage("weather");
      const first = await bound.invoke([question]);
      assert.deepEqual(first.tool_calls[0].args, { city: "Paris" });
      const told = new ToolMessage({ tool_call_id: first.tool_calls[0].id, content: await weather.invoke(first.tool_calls[0].args) });
      assert.equal((await bound.invoke([question, first, told])).text, "It is sunny in Paris.");
    });

    test(`langchain: ${name} sees a picture over ${api}`, async () => {
      const content = [
        { type: "text", text: "what picture is this?" },
        { type: "image", source_type: "base64", mime_type: "image/png", data: PICTURE },
      ];
      assert.equal((await model.invoke([new HumanMessage({ content })])).text, "A picture of 70 bytes.");
    });

    test(`langchain: ${name} stops when it is told to, over ${api}`, async () => {
      const before = (await seen(judge)).left;
      const abort = new AbortController();
      await assert.rejects(async () => {
        for await (const _ of await model.stream("endless", { signal: abort.signal })) abort.abort();
      });
      await untilLeft(judge, before);
    });
  }

  test(`langchain: ${name} keeps to a form`, async () => {
    const schema = z.object({ city: z.string(), degrees: z.number().int() });
    const model = speak.chat(name).withStructuredOutput(schema, { method: "jsonSchema" });
    assert.deepEqual(await model.invoke("fill in the form"), { city: "Paris", degrees: 21 });
  });
}

test("langchain: embeddings come as numbers", async () => {
  const embedder = new OpenAIEmbeddings({ model: "embedder", apiKey: GATEWAY_KEY, configuration, maxRetries: 0 });
  assert.deepEqual(await embedder.embedQuery("hello"), [1, 2]);
});
