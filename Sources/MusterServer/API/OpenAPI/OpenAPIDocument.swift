import HTTPTypes
import MusterCore
import MusterWire

/// The description of the HTTP API as an OpenAPI 3.1 document: JSON text, put together once from the areas of the
/// API. Names, limits and codes that the code knows are taken from the code.
enum OpenAPIDocument {
  /// The whole document.
  static let text = """
    {
    "openapi": "3.1.0",
    "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
    "info": {
      "title": "Muster",
      "version": "1",
      "summary": "Decides which agent of a changing pool does which task.",
      "description": "Tasks are submitted, agents register and take leases on them, and report how it went. Errors \
    are RFC 9457 problems with a stable `code`. Ids are strings of digits, money is in US dollars, times are RFC \
    3339 in UTC. A request with a field that is not described is refused.",
      "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    },
    "servers": [{"url": "/"}],
    "security": [{"bearer": []}, {"header": []}],
    "tags": [
      {"name": "tasks", "description": "Submit work, look at it, cancel it, follow it."},
      {"name": "agents", "description": "Register agents and see how they are."},
      {"name": "leases", "description": "How a worker works: take leases, renew them, report."},
      {"name": "tenants", "description": "Weights, floors and budgets, and what was spent."},
      {"name": "keys", "description": "API keys. Only an admin may."},
      {"name": "policy", "description": "What decides, and how it compares with what might."},
      {"name": "system", "description": "How the server is."},
      {"name": "openai", "description": "The OpenAI-compatible face; bodies are those of the OpenAI API."}
    ],
    "paths": {
    \(paths.joined(separator: ",\n"))
    },
    "components": {
    "securitySchemes": {
      "bearer": {"type": "http", "scheme": "bearer", "description": "An API key, `mk_...`."},
      "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key."}
    },
    "parameters": {
    \(parameters)
    },
    "responses": {
    \(responses)
    },
    "schemas": {
    \(schemas.joined(separator: ",\n"))
    }
    }
    }

    """

  private static let paths = [
    taskPaths, agentPaths, leasePaths, accountPaths, policyPaths, systemPaths, openAIPaths,
  ]

  private static let schemas = [
    commonSchemas, taskSchemas, taskViewSchemas, agentSchemas, leaseSchemas, accountSchemas,
    policySchemas,
  ]

  /// JSON text of a list of strings.
  static func list(_ texts: some Sequence<String>) -> String {
    var text = JSONText()
    text.array { text in for item in texts { text.string(item) } }
    return text.text
  }

  /// JSON text of a string.
  static func quoted(_ string: String) -> String {
    var text = JSONText()
    text.string(string)
    return text.text
  }

  /// A schema that also takes null, which means the same as leaving the field out.
  static func optional(_ name: String) -> String {
    ##"{"anyOf": [{"$ref": "#/components/schemas/\##(name)"}, {"type": "null"}]}"##
  }

  static func ref(_ name: String) -> String { ##"{"$ref": "#/components/schemas/\##(name)"}"## }

  /// An answer of JSON.
  static func json(_ description: String, _ schema: String) -> String {
    ##"{"description": \##(quoted(description)), "content": {"application/json": {"schema": \##(schema)}}}"##
  }

  /// A body of JSON.
  static func body(_ schema: String, isRequired: Bool = true) -> String {
    """
    {"required": \(isRequired), "content": {"application/json": {"schema": \(ref(schema))}}}
    """
  }

  /// What every call with a key may be answered with, and the refusals that the call has of its own.
  static func refusals(_ own: Int...) -> String { refusals(own) }

  /// The refusals of a call with a body, and its own.
  static func bodyRefusals(_ own: Int...) -> String { refusals([400, 413, 415] + own) }

  private static func refusals(_ own: [Int]) -> String {
    Set([401, 403, 429, 500, 503] + own).sorted()
      .map { ##""\##($0)": {"$ref": "#/components/responses/Refused\##($0)"}"## }.joined(separator: ", ")
  }

  /// The refusals, by status.
  private static var responses: String {
    let codes = Dictionary(grouping: APIFailure.Code.allCases) { $0.status.code }
    return codes.keys.sorted().map { status in
      let names = (codes[status] ?? []).map { "`\($0.rawValue)`: \($0.title)" }.joined(separator: "; ")
      let waits = [429, 503].contains(status)
      let headers =
        waits
        ? ##", "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}"## : ""
      return """
        "Refused\(status)": {"description": \(quoted(names + "."))\(headers),
          "content": {"application/problem+json": {"schema": \(ref("Problem"))}}}
        """
    }.joined(separator: ",\n")
  }
}
