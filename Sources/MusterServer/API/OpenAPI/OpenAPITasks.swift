import MusterCore

extension OpenAPIDocument {
  static let taskPaths = ##"""
    "/api/v1/tasks": {
      "post": {
        "operationId": "submitTask", "tags": ["tasks"], "summary": "Submit a task.",
        "description": "A repeat with the same idempotency key and the same body gives the task of the first time.",
        "parameters": [
          {"name": "Idempotency-Key", "in": "header", "required": false,
            "description": "As the field idempotency_key, which is stronger. A repeat has to have the same body.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}}
        ],
        "requestBody": \##(body("TaskDraft")),
        "responses": {
          "201": \##(created("The task was submitted.")),
          "200": \##(created("The task was submitted before, under the same key.")),
          \##(bodyRefusals(404, 409, 422))
        }
      },
      "get": {
        "operationId": "listTasks", "tags": ["tasks"], "summary": "List tasks, newest first.",
        "description": "Inputs and outputs are left out. Without the scope admin or observe, the key's own tenant's.",
        "parameters": [
          {"name": "status", "in": "query", "schema": {"enum": \##(list(taskStatuses))}},
          {"name": "tenant", "in": "query", "schema": {"type": "string"}},
          {"name": "kind", "in": "query", "schema": {"type": "string"}},
          {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}},
          {"name": "cursor", "in": "query", "description": "The next_cursor of the page before.",
            "schema": {"$ref": "#/components/schemas/ID"}}
        ],
        "responses": {"200": \##(json("A page of tasks.", ref("TaskPage"))), \##(refusals(400))}
      }
    },
    "/api/v1/tasks/batch": {
      "post": {
        "operationId": "submitTasks", "tags": ["tasks"], "summary": "Submit many tasks, all or none.",
        "requestBody": \##(body("TaskBatch")),
        "responses": {
          "201": \##(json("The tasks were submitted.", ref("TaskIDs"))), \##(bodyRefusals(404, 409, 422))
        }
      }
    },
    "/api/v1/tasks/{id}": {
      "parameters": [{"$ref": "#/components/parameters/TaskID"}],
      "get": {
        "operationId": "getTask", "tags": ["tasks"], "summary": "Look at a task, or wait for its end.",
        "parameters": [
          {"name": "wait", "in": "query", "description": "Wait so long for its end, at most a minute.",
            "schema": {"type": "string", "pattern": \##(quoted(DurationText.queryPattern)), "examples": ["20s"]}}
        ],
        "responses": {"200": \##(json("The task.", ref("Task"))), \##(refusals(400, 404))}
      },
      "delete": {
        "operationId": "deleteTask", "tags": ["tasks"], "summary": "Cancel a task.",
        "responses": {"200": \##(json("It is cancelled.", ref("Task"))), \##(refusals(404, 409))}
      }
    },
    "/api/v1/tasks/{id}/cancel": {
      "parameters": [{"$ref": "#/components/parameters/TaskID"}],
      "post": {
        "operationId": "cancelTask", "tags": ["tasks"], "summary": "Cancel a task.",
        "responses": {"200": \##(json("It is cancelled.", ref("Task"))), \##(refusals(404, 409))}
      }
    },
    "/api/v1/tasks/{id}/feedback": {
      "parameters": [{"$ref": "#/components/parameters/TaskID"}],
      "post": {
        "operationId": "giveFeedback", "tags": ["tasks"], "summary": "Say later what a task's outcome was worth.",
        "description": "Where a verdict by feedback is pending, this is it: below the threshold another agent tries.",
        "requestBody": \##(body("Feedback")),
        "responses": {"200": \##(json("The task.", ref("Task"))), \##(bodyRefusals(404, 409))}
      }
    },
    "/api/v1/tasks/{id}/events": {
      "parameters": [{"$ref": "#/components/parameters/TaskID"}],
      "get": {
        "operationId": "followTask", "tags": ["tasks"], "summary": "A task's events, those past and those to come.",
        "parameters": [
          {"name": "Last-Event-ID", "in": "header", "required": false, "description": "Only the events after this.",
            "schema": {"$ref": "#/components/schemas/ID"}}
        ],
        "responses": {
          "200": {"description": "Server-sent events until the task's end; the data of each is a TaskEvent.",
            "content": {"text/event-stream": {"schema": {
              "type": "object", "description": "One event of the stream.", "required": ["id", "event", "data"],
              "properties": {"id": {"type": "string"}, "event": {"type": "string"}, "data": {"type": "string"}}
            }}}},
          \##(refusals(400, 404))
        }
      }
    },
    "/api/v1/tasks/{id}/why": {
      "parameters": [{"$ref": "#/components/parameters/TaskID"}],
      "get": {
        "operationId": "explainTask", "tags": ["tasks"], "summary": "Why its agents were chosen.",
        "responses": {"200": \##(json("The latest decisions, oldest first.", ref("Decisions"))), \##(refusals(404))}
      }
    }
    """##

  private static func created(_ description: String) -> String {
    ##"""
    {"description": \##(quoted(description)),
      "headers": {"Location": {"required": true, "schema": {"type": "string"}}},
      "content": {"application/json": {"schema": \##(ref("Task"))}}}
    """##
  }

  static let taskStatuses = TaskStatus.allCases.map { "\($0)".snakeCase }

  static let taskSchemas = ##"""
    "TaskDraft": \##(draft(dependencies: IDText.pattern, "Numbers of tasks that have to succeed before.")),
    "BatchedTaskDraft": \##(
      draft(dependencies: "^#?[0-9]{1,19}$", "Numbers of tasks, or `#N` for the N-th task of the batch, from 0.")),
    "TaskBatch": {
      "type": "object", "required": ["tasks"], "additionalProperties": false,
      "properties": {
        "tasks": {
          "type": "array", "minItems": 1, "maxItems": 10000, "items": {"$ref": "#/components/schemas/BatchedTaskDraft"}
        }
      }
    },
    "Retry": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "attempts": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000, "default": 3},
        "backoff": \##(optional("Duration")),
        "backoff_limit": \##(optional("Duration")),
        "jitter": {"type": ["number", "null"], "minimum": 0, "maximum": 1, "default": 0.5},
        "elsewhere": {"type": ["boolean", "null"], "default": true,
          "description": "Whether agents that failed it are passed over while another could take it."}
      }
    },
    "Ask": {
      "type": "object", "additionalProperties": false,
      "description": "Several agents at once, each another. The outputs are the votes: the same bytes are the same vote; a race takes the first success, and a weighted vote needs a policy that weighs votes. Where the first answers disagree by doubt, the share that does not stand behind the leading one, the reserve is asked.",
      "properties": {
        "agents": {"type": ["integer", "null"], "minimum": 1, "maximum": \##(Ask.limit), "default": 3},
        "rule": {"enum": ["race", "majority", "weighted", "condorcet", null], "default": "majority"},
        "reserve": {"type": ["integer", "null"], "minimum": 0, "maximum": \##(Ask.limit - 1), "default": 0,
          "description": "With agents at most \##(Ask.limit)."},
        "doubt": {"type": ["number", "null"], "minimum": 0, "maximum": 1, "default": \##(AskDraft.standardDoubt),
          "description": "Only with a reserve. The policy may say otherwise (risk-guard)."}
      }
    },
    "DeviceDemand": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "count": {"type": ["integer", "null"], "minimum": 0, "maximum": \##(Devices.limit), "default": 1},
        "milli_each": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000, "default": 1000},
        "models": \##(optional("Labels"))
      }
    },
    "Feedback": {
      "type": "object", "required": ["reward"], "additionalProperties": false,
      "properties": {"reward": {"type": "number", "minimum": -1e12, "maximum": 1e12}}
    }
    """##

  private static func draft(dependencies pattern: String, _ meaning: String) -> String {
    ##"""
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "kind": \##(optional("Label")),
        "skills": \##(optional("Labels")),
        "demand": \##(optional("Amounts")),
        "devices": \##(optional("DeviceDemand")),
        "value": {"type": ["number", "null"], "minimum": -1e12, "maximum": 1e12, "default": 1,
          "description": "What its success is worth."},
        "priority": {"type": ["integer", "null"], "minimum": -1000, "maximum": 1000, "default": 0},
        "deadline_in": \##(optional("Duration")),
        "patience": \##(optional("Duration")),
        "budget_usd": \##(optional("Price")),
        "retry": \##(optional("Retry")),
        "gang": \##(optional("Label")),
        "ask": \##(optional("Ask")),
        "input_tokens": {"type": ["integer", "null"], "minimum": 0, "maximum": 1000000000, "default": 0},
        "output_token_limit": {"type": ["integer", "null"], "minimum": 0, "maximum": 1000000000, "default": 0},
        "time_limit": \##(optional("Duration")),
        "features": \##(optional("Features")),
        "depends_on": {"type": ["array", "null"], "maxItems": 256, "description": \##(quoted(meaning)),
          "items": {"type": "string", "pattern": \##(quoted(pattern))}},
        "tenant": \##(optional("Label")),
        "model": {
          "description": "A model, a pool of models, or auto: the input is then the body of a chat completion.",
          "anyOf": [{"$ref": "#/components/schemas/Label"}, {"type": "null"}]},
        "idempotency_key": \##(optional("Label")),
        "input": {"description": "The work itself: any JSON, given to the agent as it is."},
        "metadata": {"type": ["object", "null"], "description": "Labels of your own."},
        "webhook": {"type": ["string", "null"], "maxLength": 2048, "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://",
          "description": "Told of every change, with POST. Addresses of private networks are refused."}
      }
    }
    """##
  }
}
