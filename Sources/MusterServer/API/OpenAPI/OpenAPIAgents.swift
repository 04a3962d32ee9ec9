import MusterCore

extension OpenAPIDocument {
  static let agentPaths = ##"""
    "/api/v1/agents": {
      "get": {
        "operationId": "listAgents", "tags": ["agents"], "summary": "The agents of the pool.",
        "responses": {"200": \##(json("All agents.", ref("AgentList"))), \##(refusals())}
      }
    },
    "/api/v1/agents/{name}": {
      "parameters": [{"$ref": "#/components/parameters/AgentName"}],
      "put": {
        "operationId": "putAgent", "tags": ["agents"], "summary": "Register an agent, or change what it offers.",
        "requestBody": \##(body("AgentDraft")),
        "responses": {
          "200": \##(json("It was in the pool, and is changed.", ref("Agent"))),
          "201": \##(json("It has joined the pool.", ref("Agent"))),
          \##(bodyRefusals())
        }
      },
      "get": {
        "operationId": "getAgent", "tags": ["agents"], "summary": "Look at an agent.",
        "responses": {"200": \##(json("The agent.", ref("Agent"))), \##(refusals(400, 404))}
      },
      "delete": {
        "operationId": "removeAgent", "tags": ["agents"], "summary": "Take an agent out; its work is tried again.",
        "responses": {"204": {"description": "It has left."}, \##(refusals(400, 404))}
      }
    },
    "/api/v1/agents/{name}/drain": {
      "parameters": [{"$ref": "#/components/parameters/AgentName"}],
      "post": {
        "operationId": "drainAgent", "tags": ["agents"], "summary": "Have an agent finish its work and take no more.",
        "responses": {"200": \##(json("The agent.", ref("Agent"))), \##(refusals(400, 404))}
      }
    },
    "/api/v1/agents/{name}/heartbeat": {
      "parameters": [{"$ref": "#/components/parameters/AgentName"}],
      "post": {
        "operationId": "heartbeat", "tags": ["agents"], "summary": "Say that an agent is alive.",
        "responses": {"200": \##(json("The agent.", ref("Agent"))), \##(refusals(400, 404))}
      }
    }
    """##

  static let agentSchemas = ##"""
    "AgentDraft": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "role": \##(optional("Label")),
        "skills": {"type": ["array", "null"], "maxItems": 256, "description": "None may begin with @.",
          "items": {"type": "string", "minLength": 1, "maxLength": 200,
            "pattern": "^[^@\\u0000-\\u001f\\u007f\\u2028][^\\u0000-\\u001f\\u007f\\u2028]*$"}},
        "capacity": \##(optional("Amounts")),
        "devices": {
          "type": ["object", "null"], "additionalProperties": false,
          "properties": {
            "count": {"type": ["integer", "null"], "minimum": 0, "maximum": \##(Devices.limit), "default": 0},
            "model": \##(optional("Label"))
          }
        },
        "concurrency": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000000, "default": 1},
        "price": {
          "type": ["object", "null"], "additionalProperties": false,
          "properties": {
            "per_task_usd": \##(optional("Price")),
            "per_second_usd": \##(optional("Price")),
            "per_million_input_tokens_usd": \##(optional("Price")),
            "per_million_output_tokens_usd": \##(optional("Price"))
          }
        },
        "speed": {"type": ["number", "null"], "minimum": 1e-6, "maximum": 1e6, "default": 1},
        "budget_usd": \##(optional("Price")),
        "features": \##(optional("Features")),
        "leaves_in": \##(optional("Duration"))
      }
    },
    "Agent": {
      "type": "object", "additionalProperties": false,
      "required": [
        "name", "status", "driver", "role", "skills", "models", "capacity", "concurrency", "in_flight", "speed",
        "price", "spent_usd", "reserved_usd", "last_seen"
      ],
      "properties": {
        "name": {"type": "string"},
        "status": {"enum": \##(list(AgentStatus.allCases.map { "\($0)" } + ["quarantined"]))},
        "driver": {"enum": \##(list(AgentDriverKind.allCases.map { "\($0)" }))},
        "role": {"type": "string"},
        "skills": {"type": "array", "items": {"type": "string"}},
        "models": {"type": "array", "items": {"type": "string"}},
        "capacity": {"type": "object", "additionalProperties": {"type": "integer"}},
        "concurrency": {"type": "integer", "minimum": 1},
        "allowance": {"type": "integer", "minimum": 0, "description": "The most it is trusted with at the moment."},
        "in_flight": {"type": "integer", "minimum": 0},
        "speed": {"type": "number"},
        "price": {
          "type": "object", "additionalProperties": false,
          "required": [
            "per_task_usd", "per_second_usd", "per_million_input_tokens_usd", "per_million_output_tokens_usd"
          ],
          "properties": {
            "per_task_usd": \##(ref("USD")),
            "per_second_usd": \##(ref("USD")),
            "per_million_input_tokens_usd": \##(ref("USD")),
            "per_million_output_tokens_usd": \##(ref("USD"))
          }
        },
        "spent_usd": \##(ref("USD")),
        "reserved_usd": \##(ref("USD")),
        "budget_usd": \##(ref("USD")),
        "leaves_at": \##(ref("Time")),
        "last_seen": \##(ref("Time"))
      }
    },
    "AgentList": {
      "type": "object", "required": ["agents"], "additionalProperties": false,
      "properties": {"agents": {"type": "array", "items": \##(ref("Agent"))}}
    }
    """##
}
