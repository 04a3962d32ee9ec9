import MusterWire

extension OpenAPIDocument {
  static let systemPaths = ##"""
    "/api/v1/openapi.json": {
      "get": {
        "operationId": "getDescription", "tags": ["system"], "summary": "This document.", "security": [],
        "responses": {"200": \##(json("An OpenAPI document.", ref("AnyObject"))), \##(openRefusals)}
      }
    },
    "/healthz": {
      "get": {
        "operationId": "getHealth", "tags": ["system"], "summary": "Whether the process lives.", "security": [],
        "responses": {"200": \##(json("It lives.", ref("Status")))}
      }
    },
    "/readyz": {
      "get": {
        "operationId": "getReadiness", "tags": ["system"], "summary": "Whether it takes work.", "security": [],
        "responses": {
          "200": \##(json("It does.", ref("Status"))),
          "503": \##(json("It does not at the moment.", ref("Status")))
        }
      }
    },
    "/metrics": {
      "get": {
        "operationId": "getMetrics", "tags": ["system"], "summary": "Metrics in Prometheus' text format.",
        "responses": {
          "200": {"description": "Metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}},
          \##(refusals(404))
        }
      }
    }
    """##

  /// What a path that is open to everybody may be refused with.
  private static let openRefusals = [500, 503]
    .map { ##""\##($0)": {"$ref": "#/components/responses/Refused\##($0)"}"## }.joined(separator: ", ")

  static let openAIPaths =
    [
      call("/v1/chat/completions", "createChatCompletion", "A chat completion, whole or as a stream."),
      call("/v1/completions", "createCompletion", "A completion, whole or as a stream."),
      call("/v1/embeddings", "createEmbedding", "Embeddings."),
      call("/v1/responses", "createResponse", "A response, whole or as a stream."),
      ##"""
      "/v1/models": {
        "get": {
          "operationId": "listModels", "tags": ["openai"], "summary": "The models and pools that may be named.",
          "responses": {"200": \##(json("A list of models.", ref("AnyObject"))), "default": \##(openAIRefusal)}
        }
      },
      "/v1/models/{model}": {
        "parameters": [{"$ref": "#/components/parameters/ModelName"}],
        "get": {
          "operationId": "getModel", "tags": ["openai"], "summary": "Look at a model.",
          "responses": {"200": \##(json("The model.", ref("AnyObject"))), "default": \##(openAIRefusal)}
        }
      }
      """##,
    ].joined(separator: ",\n")

  private static func call(_ path: String, _ id: String, _ summary: String) -> String {
    ##"""
    "\##(path)": {
      "post": {
        "operationId": "\##(id)", "tags": ["openai"], "summary": \##(quoted(summary)),
        "description": "The model is one that GET /v1/models lists, a pool, or `auto`.",
        "parameters": [
          {"name": "X-Request-Timeout", "in": "header", "required": false,
            "description": "Seconds until the caller gives up.", "schema": {"type": "string"}}
        ],
        "requestBody": \##(body("AnyObject")),
        "responses": {
          "200": {"description": "The agent's answer as it is.",
            "content": {"application/json": {"schema": {}}, "text/event-stream": {"schema": {
              "type": "object", "description": "One event of the stream.", "required": ["data"],
              "properties": {"data": {"type": "string"}}
            }}}},
          "default": \##(openAIRefusal)
        }
      }
    }
    """##
  }

  private static let openAIRefusal = ##"""
    {"description": "A refusal in OpenAI's form; its code is one of Problem's.",
      "content": {"application/json": {"schema": {
        "type": "object", "required": ["error"], "properties": {"error": {"type": "object"}}}}}}
    """##
}
