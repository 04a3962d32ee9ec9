extension OpenAPIDocument {
  static let policyPaths = ##"""
    "/api/v1/policy": {
      "get": {
        "operationId": "getPolicy", "tags": ["policy"],
        "summary": "The policy in force, and how a roll-out and a shadow stand.",
        "responses": {"200": \##(json("The policy.", ref("Policy"))), \##(refusals())}
      }
    }
    """##

  private static let real = ##"{"type": ["number", "null"]}"##
  private static let count = ##"{"type": "integer", "minimum": 0}"##

  static let policySchemas = ##"""
    "Policy": {
      "type": "object", "required": ["policy", "learned_bytes"], "additionalProperties": false,
      "properties": {
        "policy": {"type": "string", "description": "Its sentence, or its shorthand."},
        "learned_bytes": \##(count),
        "reward": {"type": "string", "description": "The formula of what counts; missing for rewards as reported."},
        "reward_weights": {
          "type": "object", "additionalProperties": {"type": "number"},
          "description": "Of a vector's parts, as they stand."
        },
        "rollout": \##(ref("Rollout")),
        "shadow": \##(ref("Shadow"))
      }
    },
    "Rollout": {
      "type": "object", "required": ["policy", "state", "share", "old", "new", "clamped_rewards"],
      "additionalProperties": false,
      "properties": {
        "policy": {"type": "string", "description": "The new one."},
        "state": {
          "enum": ["running", "returned", "promoted"],
          "description": "returned: the new policy proved worse and gets no more tasks."
        },
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "old": \##(ref("Standing")),
        "new": \##(ref("Standing")),
        "clamped_rewards": \##(count)
      }
    },
    "Standing": {
      "type": "object", "required": ["outcomes", "mean", "low", "high"], "additionalProperties": false,
      "description": "Mean reward, with bounds that hold at all times at once.",
      "properties": {
        "outcomes": \##(count), "mean": \##(real), "low": \##(real), "high": \##(real)
      }
    },
    "Shadow": {
      "type": "object",
      "required": [
        "policy", "decisions", "agreement", "outcomes", "skipped", "effective_outcomes", "obeyed",
        "inverse_propensity", "self_normalised", "warnings"
      ],
      "additionalProperties": false,
      "properties": {
        "policy": {"type": "string", "description": "The one that is asked and never obeyed."},
        "decisions": \##(count),
        "agreement": \##(real),
        "outcomes": \##(count),
        "skipped": \##(count),
        "effective_outcomes": \##(real),
        "obeyed": \##(ref("Estimate")),
        "inverse_propensity": \##(ref("Estimate")),
        "self_normalised": \##(ref("Estimate")),
        "warnings": {"type": "array", "items": {"type": "string"}}
      }
    },
    "Estimate": {
      "type": "object", "required": ["mean", "low", "high"], "additionalProperties": false,
      "description": "Mean reward with a 90 % interval; null where nothing is known.",
      "properties": {"mean": \##(real), "low": \##(real), "high": \##(real)}
    }
    """##
}
