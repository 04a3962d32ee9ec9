import MusterCore

extension OpenAPIDocument {
  static let taskViewSchemas = ##"""
    "Task": {
      "type": "object", "additionalProperties": false,
      "required": ["id", "status", "tenant", "kind", "priority", "submitted_at", "failures", "agent", "cost_usd"],
      "properties": {
        "id": \##(ref("ID")),
        "status": {"enum": \##(list(taskStatuses))},
        "tenant": {"type": "string"},
        "kind": {"type": "string"},
        "priority": {"type": "integer"},
        "submitted_at": \##(ref("Time")),
        "ended_at": \##(ref("Time")),
        "reason": {"description": "Why it ended.", "enum": \##(list(EndReason.allCases.map { "\($0)".snakeCase }))},
        "reward": {"type": ["number", "null"]},
        "deadline": \##(ref("Time")),
        "failures": {"type": "integer", "minimum": 0},
        "agent": {"type": ["string", "null"], "description": "Who has it, or had it last."},
        "lease": \##(ref("ID")),
        "cost_usd": \##(ref("USD")),
        "budget_usd": \##(ref("USD")),
        "idempotency_key": {"type": "string"},
        "depends_on": {"type": "array", "items": \##(ref("ID"))},
        "run_of": \##(ref("ID")),
        "runs": {"type": "array", "items": \##(ref("ID"))},
        "winner": \##(ref("ID")),
        "disagreement": {"type": "number", "minimum": 0, "maximum": 1,
          "description": "Of a task that asked several: the share of the answers that does not stand behind the leading one."},
        "skills": {"type": "array", "items": {"type": "string"}},
        "demand": {"type": "object", "additionalProperties": {"type": "integer"}},
        "input": {"description": "Until the task ends."},
        "metadata": {"type": "object"},
        "webhook": {"type": "string"},
        "verdict": {
          "enum": \##(list([TaskView.pending] + Ruling.allCases.map { "\($0)" })),
          "description": "What the verifier said of the latest answer; broken counts as accepted."
        },
        "output": {"description": "What the successful try gave back; provisional while the verdict is pending, and of answers that were all rejected the last."},
        "failure": {"type": "string", "description": "What the last failed try said."}
      }
    },
    "TaskPage": {
      "type": "object", "required": ["tasks", "next_cursor"], "additionalProperties": false,
      "properties": {
        "tasks": {"type": "array", "items": \##(ref("Task"))},
        "next_cursor": {"type": ["string", "null"], "description": "For the next page; null on the last."}
      }
    },
    "TaskIDs": {
      "type": "object", "required": ["tasks"], "additionalProperties": false,
      "properties": {
        "tasks": {
          "type": "array",
          "items": {
            "type": "object", "required": ["id"], "additionalProperties": false, "properties": {"id": \##(ref("ID"))}
          }
        }
      }
    },
    "TaskEvent": {
      "type": "object", "required": ["task", "event", "at"], "additionalProperties": false,
      "properties": {
        "task": \##(ref("ID")),
        "event": {"enum": \##(list(TaskEvent.Kind.allCases.map(\.name)))},
        "at": \##(ref("Time")),
        "lease": \##(ref("ID"))
      }
    },
    "Decisions": {
      "type": "object", "required": ["task", "decisions"], "additionalProperties": false,
      "properties": {"task": \##(ref("ID")), "decisions": {"type": "array", "items": \##(ref("Decision"))}}
    },
    "Decision": {
      "type": "object", "additionalProperties": false,
      "required": [
        "decision", "at", "lease", "agent", "propensity", "score", "reserved_usd", "candidate_count", "candidates"
      ],
      "properties": {
        "decision": \##(ref("ID")),
        "at": \##(ref("Time")),
        "lease": \##(ref("ID")),
        "agent": {"type": "string"},
        "propensity": {"type": ["number", "null"],
          "description": "The probability with which the agent was chosen; null where it has no closed form."},
        "score": {"type": ["number", "null"]},
        "reserved_usd": \##(ref("USD")),
        "candidate_count": {"type": "integer", "minimum": 0},
        "candidates": {
          "type": "array",
          "items": {
            "type": "object", "required": ["agent", "score"], "additionalProperties": false,
            "properties": {"agent": {"type": "string"}, "score": {"type": ["number", "null"]}}
          }
        }
      }
    }
    """##
}
