extension OpenAPIDocument {
  static let leasePaths = ##"""
    "/api/v1/agents/{name}/leases": {
      "parameters": [{"$ref": "#/components/parameters/AgentName"}],
      "post": {
        "operationId": "takeLeases", "tags": ["leases"], "summary": "Take work, waiting for it if there is none.",
        "requestBody": \##(body("LeaseRequest", isRequired: false)),
        "responses": {"200": \##(json("Leases, perhaps none.", ref("LeaseList"))), \##(bodyRefusals(404))}
      }
    },
    "/api/v1/leases/{lease}/renew": {
      "parameters": [{"$ref": "#/components/parameters/LeaseID"}],
      "post": {
        "operationId": "renewLease", "tags": ["leases"], "summary": "Keep a lease for another term.",
        "requestBody": \##(body("Renewal")),
        "responses": {"200": \##(json("The lease's new term.", ref("Renewed"))), \##(bodyRefusals(404, 409))}
      }
    },
    "/api/v1/leases/{lease}/report": {
      "parameters": [{"$ref": "#/components/parameters/LeaseID"}],
      "post": {
        "operationId": "reportLease", "tags": ["leases"], "summary": "Say how a try went; a repeat changes nothing.",
        "requestBody": \##(body("Report")),
        "responses": {"200": \##(json("What became of it.", ref("Verdict"))), \##(bodyRefusals(404))}
      }
    },
    "/api/v1/reports": {
      "post": {
        "operationId": "reportLeases", "tags": ["leases"], "summary": "Say how many tries went.",
        "requestBody": \##(body("ReportBatch")),
        "responses": {"200": \##(json("What became of each, in order.", ref("Verdicts"))), \##(bodyRefusals())}
      }
    }
    """##

  private static let reportFields = ##"""
    "task": \##(ref("ID")),
    "succeeded": {"type": "boolean"},
    "retryable": {"type": ["boolean", "null"], "default": true, "description": "False: trying again is pointless."},
    "reward": {"type": ["number", "null"], "minimum": -1e12, "maximum": 1e12},
    "cost_usd": \##(optional("Price")),
    "output_tokens": {"type": ["integer", "null"], "minimum": 0, "maximum": 1000000000},
    "rubric": {
      "type": ["object", "null"], "maxProperties": 64,
      "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
      "description": "Grades by the name of their criterion, for rewards that ask for them."
    },
    "turns": {"type": ["integer", "null"], "minimum": 0, "maximum": 1000000000,
      "description": "How many turns it took: what caps on turns are learned from."},
    "output": {"description": "Any JSON; kept when the try succeeded. Of several agents that vote it is the vote."},
    "failure": {"type": ["string", "null"], "maxLength": 16384, "description": "Why it failed, for people."}
    """##

  static let leaseSchemas = ##"""
    "LeaseRequest": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "max": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000, "default": 1},
        "wait": {"anyOf": [\##(ref("Duration")), {"type": "null"}], "description": "At most a minute is waited."}
      }
    },
    "Lease": {
      "type": "object", "additionalProperties": false,
      "required": ["lease", "task", "tenant", "kind", "attempt", "effort", "input"],
      "properties": {
        "lease": \##(ref("ID")),
        "task": \##(ref("ID")),
        "tenant": {"type": "string"},
        "kind": {"type": "string"},
        "attempt": {"type": "integer", "minimum": 1},
        "effort": {"type": ["number", "null"], "description": "How much of the task's allowance to use, 0 to 1."},
        "turns": {
          "type": "object", "required": ["limit", "extension", "notice"], "additionalProperties": false,
          "description": "The most turns; how many more, once, where progress shows when so few are left as notice says.",
          "properties": {
            "limit": {"type": "integer", "minimum": 1}, "extension": {"type": "integer", "minimum": 0},
            "notice": {"type": "integer", "minimum": 0}
          }
        },
        "examples": {"type": "integer", "minimum": 0, "description": "How many examples to put into the prompt."},
        "until": \##(ref("Time")),
        "deadline": \##(ref("Time")),
        "traceparent": {"type": "string"},
        "input": {"description": "As it was submitted; null for none."}
      }
    },
    "LeaseList": {
      "type": "object", "required": ["leases"], "additionalProperties": false,
      "properties": {"leases": {"type": "array", "items": \##(ref("Lease"))}}
    },
    "Renewal": {
      "type": "object", "required": ["task"], "additionalProperties": false,
      "properties": {"task": \##(ref("ID"))}
    },
    "Renewed": {
      "type": "object", "required": ["lease", "until"], "additionalProperties": false,
      "properties": {"lease": \##(ref("ID")), "until": \##(ref("Time"))}
    },
    "Report": {
      "type": "object", "required": ["task", "succeeded"], "additionalProperties": false,
      "properties": {
        \##(reportFields)
      }
    },
    "BatchedReport": {
      "type": "object", "required": ["lease", "task", "succeeded"], "additionalProperties": false,
      "properties": {
        "lease": \##(ref("ID")),
        \##(reportFields)
      }
    },
    "ReportBatch": {
      "type": "object", "required": ["reports"], "additionalProperties": false,
      "properties": {"reports": {"type": "array", "maxItems": 1000, "items": \##(ref("BatchedReport"))}}
    },
    "Verdict": {
      "type": "object", "required": ["lease", "task", "verdict"], "additionalProperties": false,
      "properties": {
        "lease": \##(ref("ID")),
        "task": \##(ref("ID")),
        "verdict": {"enum": ["accepted", "task_ended", "lease_lost", "unknown_task"],
          "description": "Only an accepted report changes anything; the others need not be repeated."}
      }
    },
    "Verdicts": {
      "type": "object", "required": ["reports"], "additionalProperties": false,
      "properties": {"reports": {"type": "array", "items": \##(ref("Verdict"))}}
    }
    """##
}
