// The Vercel AI SDK, with its OpenAI and its Anthropic provider.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { Output, generateText, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { GATEWAY_KEY, GATEWAY_URL, MODELS, PICTURE, seen, untilLeft } from "./judged.mjs";

const address = { baseURL: `${GATEWAY_URL}/v1`, apiKey: GATEWAY_KEY };
const openAi = createOpenAI(address);
const anthropic = createAnthropic(address);
const speak = { chat: (model) => openAi.chat(model), messages: (model) => anthropic(model) };
const maxRetries = 0;

const get_weather = tool({
  description: "The weather of a city",
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => (city === "Paris" ? "sunny" : "unknown"),
});

for (const { model: name, provider, judge } of MODELS) {
  for (const [api, make] of Object.entries(speak)) {
    const model = make(name);

    test(`vercel: ${name} answers over ${api}`, async () => {
      const { text, usage } = await generateText({ model, prompt: "hello", maxRetries });
      assert.equal(text, `Hello from ${provider}.`);
      assert.equal(usage.outputTokens, 7);
    });

    test(`vercel: ${name} streams over ${api}`, async () => {
      const { textStream, usage } = streamText({ model, prompt: "hello", maxRetries });
      let text = "";
      for await (const piece of textStream) text += piece;
      assert.equal(text, `Hello from ${provider}.`);
      assert.equal((await usage).outputTokens, 7);
    });

    test(`vercel: ${name} calls a tool over ${api}`, async () => {
      const { text } = await generateText({ model, prompt: "weather", tools: { get_weather }, stopWhen: stepCountIs(3), maxRetries });
      assert.equal(text, "It is sunny in Paris.");
      const { text: streamed } = streamText({ model, prompt: "weather", tools: { get_weather }, stopWhen: stepCountIs(3), maxRetries });
      assert.equal(await streamed, "It is sunny in Paris.");
    });

    test(`vercel: ${name} sees a picture over ${api}`, async () => {
      const content = [{ type: "text", text: "what picture is this?" }, { type: "image", image: PICTURE, mediaType: "image/png" }];
      const { text } = await generateText({ model, messages: [{ role: "user", content }], maxRetries });
      assert.equal(text, "A picture of 70 bytes.");
    });

    test(`vercel: ${name} stops when it is told to, over ${api}`, async () => {
      const before = (await seen(judge)).left;
      const abort = new AbortController();
      const { textStream } = streamText({ model, prompt: "endless", abortSignal: abort.signal, maxRetries });
      for await (const _ of textStream) abort.abort();
      await untilLeft(judge, before);
    });
  }

  test(`vercel: ${name} keeps to a form`, async () => {
    const schema = z.object({ city: z.string(), degrees: z.number().int() });
    const { output } = await generateText({
      model: openAi.chat(name), prompt: "fill in the form", output: Output.object({ schema }), maxRetries,
    });
    assert.deepEqual(output, { city: "Paris", degrees: 21 });
  });
}
