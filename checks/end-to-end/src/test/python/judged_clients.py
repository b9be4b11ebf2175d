"""Clients in Python, before a gateway and providers that PythonClientsTest has started: see there for what each model is.

GATEWAY_URL, GATEWAY_KEY, OPENAI_JUDGE_URL and ANTHROPIC_JUDGE_URL say where everything is. The last line printed for each
case is `ok NAME` or `not ok NAME`, with the trace before it.
"""
import json
import os
import time
import traceback
import unittest
import urllib.request

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # nothing is fetched from anywhere

import anthropic
import litellm
import openai
import pydantic

GATEWAY = os.environ["GATEWAY_URL"]
KEY = os.environ["GATEWAY_KEY"]
PROVIDERS = {"gpt": "OpenAI", "claude": "Anthropic"}
JUDGES = {"gpt": os.environ["OPENAI_JUDGE_URL"], "claude": os.environ["ANTHROPIC_JUDGE_URL"]}
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
FUNCTION = {"type": "function", "function": {"name": "get_weather", "description": "The weather of a city", "parameters": PARAMETERS}}
TOOL = {"name": "get_weather", "description": "The weather of a city", "input_schema": PARAMETERS}


class Weather(pydantic.BaseModel):
    city: str
    degrees: int


def user(content):
    return [{"role": "user", "content": content}]


def picture():
    return [{"type": "text", "text": "what picture is this?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64," + PICTURE}}]


def left(model):
    with urllib.request.urlopen(JUDGES[model] + "/judge") as answer:
        return json.load(answer)["left"]


def wait_until_left(model, before):
    end = time.monotonic() + 10
    while left(model) <= before:
        assert time.monotonic() < end, "the provider never saw its stream being left"
        time.sleep(0.02)


def each_model(case):
    """Runs a case for each model, and tells which it was when one fails."""
    def run(self):
        for model, provider in PROVIDERS.items():
            with self.subTest(model=model):
                case(self, model, "Hello from %s." % provider)
    return run


class OpenAi(unittest.TestCase):
    """OpenAI's own client."""

    def setUp(self):
        self.client = openai.OpenAI(base_url=GATEWAY + "/v1", api_key=KEY, max_retries=0, timeout=20)
        self.addCleanup(self.client.close)
        self.create = self.client.chat.completions.create

    @each_model
    def test_plain(self, model, hello):
        answer = self.create(model=model, messages=user("hello"))
        self.assertEqual((hello, "stop", model), (answer.choices[0].message.content, answer.choices[0].finish_reason, answer.model))
        self.assertEqual((11, 7, 18), (answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens))

    @each_model
    def test_stream(self, model, hello):
        chunks = list(self.create(model=model, messages=user("hello"), stream=True, stream_options={"include_usage": True}))
        self.assertEqual(hello, "".join(c.choices[0].delta.content or "" for c in chunks if c.choices))
        self.assertEqual(18, chunks[-1].usage.total_tokens)

    @each_model
    def test_tools(self, model, hello):
        for stream in (False, True):
            if stream:
                with self.client.chat.completions.stream(model=model, messages=user("weather"), tools=[FUNCTION]) as events:
                    message = events.get_final_completion().choices[0].message
            else:
                message = self.create(model=model, messages=user("weather"), tools=[FUNCTION]).choices[0].message
            call = message.tool_calls[0]
            self.assertEqual({"city": "Paris"}, json.loads(call.function.arguments))
            asked = {"role": "assistant", "content": None, "tool_calls": [
                {"id": call.id, "type": "function", "function": {"name": call.function.name, "arguments": call.function.arguments}}]}
            told = {"role": "tool", "tool_call_id": call.id, "content": "sunny"}
            answer = self.create(model=model, messages=user("weather") + [asked, told], tools=[FUNCTION])
            self.assertEqual("It is sunny in Paris.", answer.choices[0].message.content)

    @each_model
    def test_picture(self, model, hello):
        answer = self.create(model=model, messages=user(picture()))
        self.assertEqual("A picture of 70 bytes.", answer.choices[0].message.content)

    @each_model
    def test_form(self, model, hello):
        answer = self.client.chat.completions.parse(model=model, messages=user("fill in the form"), response_format=Weather)
        self.assertEqual(Weather(city="Paris", degrees=21), answer.choices[0].message.parsed)

    @each_model
    def test_abort(self, model, hello):
        before = left(model)
        with self.create(model=model, messages=user("endless"), stream=True) as stream:
            next(iter(stream))
        wait_until_left(model, before)

    @each_model
    def test_retry(self, model, hello):
        raw = self.client.chat.completions.with_raw_response.create(model=model, messages=user("flaky for openai in python"))
        self.assertEqual("1", raw.headers["x-litellm-attempted-retries"])

    @each_model
    def test_refusal(self, model, hello):
        with self.assertRaisesRegex(openai.BadRequestError, "the script refuses"):
            self.create(model=model, messages=user("refuse"))

    @each_model
    def test_cut(self, model, hello):
        with self.assertRaises(openai.APIError):
            list(self.create(model=model, messages=user("cut"), stream=True))

    def test_reasoner(self):
        answer = self.create(model="reasoner", messages=user("hello"), max_tokens=100, temperature=0.2)
        self.assertEqual("Hello from OpenAI.", answer.choices[0].message.content)

    def test_embeddings(self):
        self.assertEqual([1, 2], self.client.embeddings.create(model="embedder", input="hello").data[0].embedding)


class Anthropic(unittest.TestCase):
    """Anthropic's own client."""

    def setUp(self):
        self.client = anthropic.Anthropic(base_url=GATEWAY, api_key=KEY, max_retries=0, timeout=20)
        self.addCleanup(self.client.close)

    def create(self, **fields):
        return self.client.messages.create(max_tokens=100, **fields)

    @each_model
    def test_plain(self, model, hello):
        answer = self.create(model=model, messages=user("hello"), system="Be brief.")
        self.assertEqual((hello, "end_turn", model), (answer.content[0].text, answer.stop_reason, answer.model))
        self.assertEqual((7, 4), (answer.usage.output_tokens, answer.usage.cache_read_input_tokens))

    @each_model
    def test_stream(self, model, hello):
        with self.client.messages.stream(model=model, max_tokens=100, messages=user("hello")) as stream:
            self.assertEqual(hello, "".join(stream.text_stream))
            self.assertEqual(7, stream.get_final_message().usage.output_tokens)

    @each_model
    def test_tools(self, model, hello):
        for stream in (False, True):
            question = dict(model=model, tools=[TOOL])
            if stream:
                with self.client.messages.stream(max_tokens=100, messages=user("weather"), **question) as events:
                    first = events.get_final_message()
            else:
                first = self.create(messages=user("weather"), **question)
            call = next(block for block in first.content if block.type == "tool_use")
            self.assertEqual({"city": "Paris"}, call.input)
            told = [{"type": "tool_result", "tool_use_id": call.id, "content": "sunny"}]
            asked = [{"type": "tool_use", "id": call.id, "name": call.name, "input": call.input}]
            messages = user("weather") + [{"role": "assistant", "content": asked}] + user(told)
            self.assertEqual("It is sunny in Paris.", self.create(messages=messages, **question).content[0].text)

    @each_model
    def test_picture(self, model, hello):
        source = {"type": "base64", "media_type": "image/png", "data": PICTURE}
        content = [{"type": "image", "source": source}, {"type": "text", "text": "what picture is this?"}]
        self.assertEqual("A picture of 70 bytes.", self.create(model=model, messages=user(content)).content[0].text)

    @each_model
    def test_count(self, model, hello):
        count = self.client.messages.count_tokens(model=model, messages=user("hello " * 50), tools=[TOOL])
        self.assertGreaterEqual(count.input_tokens, 40)

    @each_model
    def test_abort(self, model, hello):
        before = left(model)
        with self.create(model=model, messages=user("endless"), stream=True) as stream:
            next(event for event in stream if event.type == "content_block_delta")
        wait_until_left(model, before)

    @each_model
    def test_refusal(self, model, hello):
        with self.assertRaisesRegex(anthropic.BadRequestError, "the script refuses"):
            self.create(model=model, messages=user("refuse"))

    @each_model
    def test_cut(self, model, hello):
        with self.assertRaises(anthropic.APIError):
            with self.client.messages.stream(model=model, max_tokens=100, messages=user("cut")) as stream:
                stream.get_final_message()


class LiteLlm(unittest.TestCase):
    """LiteLLM's own SDK, which takes the gateway for a LiteLLM proxy, for OpenAI or for Anthropic."""

    def ask(self, model, content, **fields):
        return litellm.completion(messages=user(content), api_base=GATEWAY, api_key=KEY, max_retries=0, timeout=20, model=model, **fields)

    @each_model
    def test_plain(self, model, hello):
        for prefix in ("litellm_proxy/", "anthropic/"):
            answer = self.ask(prefix + model, "hello")
            self.assertEqual((hello, 7), (answer.choices[0].message.content, answer.usage.completion_tokens))

    @each_model
    def test_stream(self, model, hello):
        for prefix in ("litellm_proxy/", "anthropic/"):
            chunks = self.ask(prefix + model, "hello", stream=True)
            self.assertEqual(hello, "".join(chunk.choices[0].delta.content or "" for chunk in chunks))

    @each_model
    def test_tools(self, model, hello):
        for prefix in ("litellm_proxy/", "anthropic/"):
            call = self.ask(prefix + model, "weather", tools=[FUNCTION]).choices[0].message.tool_calls[0]
            self.assertEqual({"city": "Paris"}, json.loads(call.function.arguments))

    @each_model
    def test_picture(self, model, hello):
        for prefix in ("litellm_proxy/", "anthropic/"):
            self.assertEqual("A picture of 70 bytes.", self.ask(prefix + model, picture()).choices[0].message.content)

    @each_model
    def test_refusal(self, model, hello):
        for prefix in ("litellm_proxy/", "anthropic/"):
            with self.assertRaisesRegex(litellm.BadRequestError, "the script refuses"):
                self.ask(prefix + model, "refuse")

    def test_embeddings(self):
        answer = litellm.embedding(model="litellm_proxy/embedder", input=["hello"], api_base=GATEWAY, api_key=KEY)
        self.assertEqual([1, 2], answer.data[0]["embedding"])


class Results(unittest.TestResult):
    """One line a case. A case with a failed part has failed."""

    def startTest(self, test):
        super().startTest(test)
        self.failed = False

    def fail(self, test, problem):
        self.failed = True
        traceback.print_exception(*problem)

    def addError(self, test, err):
        super().addError(test, err)
        self.fail(test, err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.fail(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            print("with", subtest.params.get("model"), flush=True)
            self.fail(test, err)

    def stopTest(self, test):
        super().stopTest(test)
        print("%s %s" % ("not ok" if self.failed else "ok", test.id().removeprefix("__main__.")), flush=True)


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromModule(__import__("__main__"))
    suite.run(Results())
    print("cases: %d" % suite.countTestCases())
