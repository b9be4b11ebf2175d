package dev.stellwerk.adapters.http.upstream.failure;

import java.util.regex.Pattern;

/**
 * The sentences by which servers say that a prompt is too long, that its content or the answer's is not allowed, or that
 * they have nobody for what this one request asks.
 */
final class ErrorSentences {
    private static final String[] TOO_LONG = {
        "context_length_exceeded", // OpenAI, Azure, Groq
        "maximum context length", // OpenAI, vLLM, SGLang, DeepSeek, Mistral, Fireworks, OpenRouter
        "exceeds the context window", // OpenAI's responses
        "input tokens exceed the configured limit", // Azure
        "please reduce the length of the messages", // Groq, Cerebras
        "maximum prompt length", // xAI
        "prompt is too long", // Anthropic, Bedrock, Fireworks
        "prompt: length", // Anthropic
        "exceed context limit", // Anthropic
        "exceeds the maximum number of tokens", // Gemini
        "but model only supports up to", // Vertex
        "input is too long", // Bedrock
        "too many input tokens", // Bedrock
        "number of input tokens exceeds", // Bedrock
        "longer than the maximum model length", // vLLM
        "longer than the model's context length", // SGLang
        "exceeds the available context", // llama.cpp
        "exceeds the context length", // Ollama
        "longer than the context length", // Ollama
        "too many tokens", // Cohere
        "length limit exceeded", // Hugging Face
        "`inputs` tokens + `max_new_tokens` must be", // TGI
        "`inputs` must have less than" // TGI
    };

    /** OpenAI and Bedrock say of any text that it is too long; only that of a prompt is meant. */
    private static final Pattern TEXT_TOO_LONG = Pattern.compile(
            "invalid '(messages|input|prompt)[^']*': string too long|#/(messages|system|inputtext|prompt)\\S*: expected maxlength:");

    private static final String[] NOT_ALLOWED = {
        "content_policy", // OpenAI
        "content policy",
        "safety system", // OpenAI
        "invalid_prompt", // OpenAI
        "content management policy", // Azure
        "responsibleaipolicyviolation", // Azure
        "responsible ai practices", // Vertex
        "content filtering policy", // Anthropic
        "blocked by content filter",
        "blocked by our content filter", // Bedrock
        "the response was blocked", // Gemini
        "blocked due to safety", // Gemini
        "prohibited_content", // Gemini
        "content exists risk", // DeepSeek
        "data_inspection_failed", // DashScope
        "violates usage guidelines" // xAI
    };
    private static final Pattern FILTER = Pattern.compile("\\bcontent_filter\\b");

    /** With status 404: what is not found is somebody for this request, or something that it names, not the model. */
    private static final String[] NOT_FOR_THIS_REQUEST = {
        "no endpoints found that support", // OpenRouter: image input, tool use, audio
        "no endpoints found that can handle", // OpenRouter: the parameters
        "no endpoints found matching", // OpenRouter: data policy, price, quantization
        "no allowed providers", // OpenRouter: the request's own choice of providers
        "no endpoints available matching", // OpenRouter: guardrails and data policy
        "response with id", // OpenAI: what the request continues
        "item with id", // OpenAI
        "conversation with id", // OpenAI
        "no such file", // OpenAI
        "file not found" // Anthropic
    };

    private ErrorSentences() {}

    /** @param said in lower case, by an answer of status 404 */
    static boolean notForThisRequest(String said) {
        return mentions(said, NOT_FOR_THIS_REQUEST);
    }

    /** @param said in lower case */
    static boolean tooLong(String said) {
        return mentions(said, TOO_LONG) || TEXT_TOO_LONG.matcher(said).find();
    }

    /** @param said in lower case */
    static boolean notAllowed(String said) {
        return mentions(said, NOT_ALLOWED) || FILTER.matcher(said).find();
    }

    private static boolean mentions(String said, String[] signs) {
        for (String sign : signs) {
            if (said.contains(sign)) {
                return true;
            }
        }
        return false;
    }
}
