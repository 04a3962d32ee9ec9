import MusterCore

extension OpenAPIDocument {
  static let parameters = ##"""
    "TaskID": {"name": "id", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/ID"}},
    "LeaseID": {"name": "lease", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/ID"}},
    "KeyID": {"name": "id", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/ID"}},
    "AgentName": {"name": "name", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Label"}},
    "TenantName": {"name": "name", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Label"}},
    "ModelName": {"name": "model", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Label"}}
    """##

  static let commonSchemas = ##"""
    "ID": {
      "type": "string", "pattern": \##(quoted(IDText.pattern)),
      "description": "A number of the server's, as a string of digits.", "examples": ["17"]
    },
    "Label": {
      "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001f\\u007f\\u2028]*$",
      "description": "A name: 1 to 200 characters, no control characters."
    },
    "Time": {"type": "string", "format": "date-time", "examples": ["2026-01-31T12:00:00.000000Z"]},
    "USD": {"type": "number", "description": "US dollars, to the micro-dollar."},
    "Price": {"type": "number", "minimum": 0, "maximum": 1000000000, "description": "US dollars."},
    "Duration": {
      "description": "A length of time with its unit (ms, s, m, h, d), or a number of seconds.",
      "anyOf": [
        {"type": "string", "pattern": \##(quoted(DurationText.pattern)), "examples": ["30s"]},
        {"type": "number", "minimum": 0, "maximum": 1000000000}
      ]
    },
    "Amount": {"type": "integer", "minimum": 0, "maximum": \##(Int64(1) << 40)},
    "Amounts": {
      "description": "Amounts by name: `cpu_milli`, `memory_mib`, `disk_mib`, and up to five names of your own.",
      "type": "object", "propertyNames": {"$ref": "#/components/schemas/Label"},
      "additionalProperties": {"anyOf": [{"$ref": "#/components/schemas/Amount"}, {"type": "null"}]}
    },
    "Labels": {"type": "array", "maxItems": 256, "items": {"$ref": "#/components/schemas/Label"}},
    "Features": {
      "description": "What policies that learn may go by.",
      "type": "array", "maxItems": 4096, "items": {"type": "number", "minimum": -1e30, "maximum": 1e30}
    },
    "Problem": {
      "description": "A refusal, after RFC 9457.",
      "type": "object", "required": ["type", "title", "status", "code", "detail", "instance"],
      "additionalProperties": false,
      "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"description": "Stable: scripts may compare it.", "enum": \##(list(APIFailure.Code.allCases.map(\.rawValue)))},
        "detail": {"type": "string", "description": "One sentence: what was found, what was expected."},
        "instance": {"type": "string", "description": "The path of the request."},
        "errors": {
          "description": "What is wrong with which part of the body.",
          "type": "array",
          "items": {
            "type": "object", "required": ["pointer", "detail"], "additionalProperties": false,
            "properties": {
              "pointer": {"type": "string", "description": "A JSON pointer."},
              "detail": {"type": "string"}
            }
          }
        }
      }
    },
    "Status": {
      "type": "object", "required": ["status"], "additionalProperties": false,
      "properties": {"status": {"type": "string"}}
    },
    "AnyObject": {"type": "object"}
    """##
}
