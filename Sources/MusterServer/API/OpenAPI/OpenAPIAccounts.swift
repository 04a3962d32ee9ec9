extension OpenAPIDocument {
  static let accountPaths = ##"""
    "/api/v1/tenants": {
      "get": {
        "operationId": "listTenants", "tags": ["tenants"], "summary": "The tenants that the key may see.",
        "responses": {"200": \##(json("Tenants.", ref("TenantList"))), \##(refusals())}
      }
    },
    "/api/v1/tenants/{name}": {
      "parameters": [{"$ref": "#/components/parameters/TenantName"}],
      "get": {
        "operationId": "getTenant", "tags": ["tenants"], "summary": "Look at a tenant.",
        "responses": {"200": \##(json("The tenant.", ref("Tenant"))), \##(refusals(400, 404))}
      },
      "put": {
        "operationId": "putTenant", "tags": ["tenants"], "summary": "Set a tenant's terms; what is left out is default.",
        "requestBody": \##(body("TenantDraft")),
        "responses": {"200": \##(json("The tenant.", ref("Tenant"))), \##(bodyRefusals())}
      }
    },
    "/api/v1/keys": {
      "get": {
        "operationId": "listKeys", "tags": ["keys"], "summary": "All keys, without their secrets.",
        "responses": {"200": \##(json("Keys.", ref("KeyList"))), \##(refusals())}
      },
      "post": {
        "operationId": "createKey", "tags": ["keys"], "summary": "Make a key. Its secret is told this once.",
        "requestBody": \##(body("KeyDraft")),
        "responses": {"201": \##(json("The key with its secret.", ref("NewKey"))), \##(bodyRefusals())}
      }
    },
    "/api/v1/keys/{id}": {
      "parameters": [{"$ref": "#/components/parameters/KeyID"}],
      "delete": {
        "operationId": "revokeKey", "tags": ["keys"], "summary": "Revoke a key.",
        "responses": {"204": {"description": "It opens nothing any more."}, \##(refusals(404))}
      }
    }
    """##

  private static let scope = ##"{"enum": \##(list(Scopes.names.map(\.name)))}"##

  private static let keyFields = ##"""
    "id": \##(ref("ID")),
    "name": {"type": "string"},
    "tenant": {"type": "string"},
    "scopes": {"type": "array", "items": \##(scope)},
    "created_at": \##(ref("Time")),
    "revoked": {"type": "boolean"}
    """##

  static let accountSchemas = ##"""
    "TenantDraft": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "weight": {"type": ["number", "null"], "minimum": 1e-6, "maximum": 1e6, "default": 1},
        "floor": {"type": ["integer", "null"], "minimum": 0, "maximum": 1000000, "default": 0},
        "budget_usd": \##(optional("Price"))
      }
    },
    "Tenant": {
      "type": "object", "required": ["name", "weight", "floor", "spent_usd", "reserved_usd"],
      "additionalProperties": false,
      "properties": {
        "name": {"type": "string"},
        "weight": {"type": "number"},
        "floor": {"type": "integer", "minimum": 0},
        "spent_usd": \##(ref("USD")),
        "reserved_usd": \##(ref("USD")),
        "budget_usd": \##(ref("USD")),
        "left_usd": \##(ref("USD"))
      }
    },
    "TenantList": {
      "type": "object", "required": ["tenants"], "additionalProperties": false,
      "properties": {"tenants": {"type": "array", "items": \##(ref("Tenant"))}}
    },
    "KeyDraft": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "name": \##(optional("Label")),
        "tenant": \##(optional("Label")),
        "scopes": {"type": ["array", "null"], "maxItems": 256, "items": \##(scope), "default": ["tasks"]}
      }
    },
    "Key": {
      "type": "object", "required": ["id", "name", "tenant", "scopes", "created_at", "revoked"],
      "additionalProperties": false,
      "properties": {
        \##(keyFields)
      }
    },
    "NewKey": {
      "type": "object", "required": ["id", "name", "tenant", "scopes", "created_at", "revoked", "key"],
      "additionalProperties": false,
      "properties": {
        \##(keyFields),
        "key": {"type": "string", "description": "The secret: `mk_` and 43 characters."}
      }
    },
    "KeyList": {
      "type": "object", "required": ["keys"], "additionalProperties": false,
      "properties": {"keys": {"type": "array", "items": \##(ref("Key"))}}
    }
    """##
}
