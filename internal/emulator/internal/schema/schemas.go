package schema

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// The schemas of each collection.
var (
	Clients                    = loadBodies("clients")
	Credentials                = loadBodies("credentials")
	ClientGrants               = loadBodies("client_grants")
	Connections                = loadBodies("connections")
	ConnectionClients          = loadBody("connection_clients")
	MetadataDocument           = loadBody("metadata_documents")
	ResourceServers            = loadBodies("resource_servers")
	Organizations              = loadBodies("organizations")
	OrganizationClientGrants   = loadBody("organization_client_grants")
	OrganizationClients        = loadBodies("organization_clients")
	OrganizationClientsRemoved = loadBody("organization_clients_removed")
	OrganizationConnections    = loadBodies("organization_connections")
	OrganizationAllConnections = loadBodies("organization_all_connections")
	OrganizationMembers        = loadBody("organization_members")
	RateLimitPolicies          = loadBodies("rate_limit_policies")
	TenantSettings             = loadBodies("tenant_settings")
	RefreshTokensRevoked       = loadBody("refresh_tokens_revoked")
	Queries                    = loadQueries()
)

//go:embed *.json
var schemaFiles embed.FS

// bodySchema is one JSON file: the request bodies of one collection, for both create and update.
type bodySchema struct {
	Defs       object.Object `json:"$defs"`
	Properties object.Object `json:"properties"`
	Create     struct {
		Required   []string      `json:"required"`
		Properties object.Object `json:"properties"` // members that only POST has, or that differ in POST
	} `json:"create"`
	Update struct {
		Omit          []string      `json:"omit"`     // members that PATCH does not have
		Nullable      []string      `json:"nullable"` // members that may be null in PATCH
		MinProperties int           `json:"minProperties"`
		Properties    object.Object `json:"properties"` // members that only PATCH has, or that differ in PATCH
	} `json:"update"`
}

// bodies are the request bodies of one collection.
type bodies struct {
	Create, Update *Validator
}

// loadBodies compiles <name>.json. It panics if the file is invalid, because the file is embedded in the program.
func loadBodies(name string) bodies {
	var file bodySchema
	readSchema(name, &file)

	create := closedObject(file.Properties, file.Create.Properties)
	if len(file.Create.Required) > 0 {
		create["required"] = object.Array(file.Create.Required...)
	}
	update := closedObject(file.Properties, file.Update.Properties)
	properties := object.Child(update, "properties")
	for _, key := range file.Update.Omit {
		delete(properties, key)
	}
	for _, key := range file.Update.Nullable {
		properties[key] = nullable(object.Child(properties, key))
	}
	if n := file.Update.MinProperties; n > 0 {
		update["minProperties"] = float64(n)
	}
	if file.Defs != nil {
		create["$defs"], update["$defs"] = file.Defs, file.Defs
	}
	return bodies{
		Create: bodyValidator(name+"-create", create),
		Update: bodyValidator(name+"-update", update),
	}
}

// loadQueries compiles queries.json: the query parameters of each call, by the call's name. The value of a parameter is
// true for a parameter in "common", the name of an entry in "lists" for a comma-separated list of its words, and else a
// schema.
func loadQueries() map[string]*Validator {
	var file struct {
		Common object.Object            `json:"common"`
		Lists  map[string][]string      `json:"lists"`
		Calls  map[string]object.Object `json:"calls"`
	}
	readSchema("queries", &file)
	file.Common["strategy"] = object.Object{"type": "array", "items": createProperty("connections", "strategy")}
	file.Lists["app-types"] = object.List(createProperty("clients", "app_type"), "enum")
	out := map[string]*Validator{}
	for call, parameters := range file.Calls {
		properties := object.Object{}
		for name, schema := range parameters {
			switch s := schema.(type) {
			case bool:
				properties[name] = file.Common[name]
			case string:
				properties[name] = object.Object{"type": "string", "pattern": commaList(file.Lists[s])}
			default:
				properties[name] = schema
			}
		}
		schema := compile("query-"+call, closedObject(properties, nil))
		out[call] = &Validator{Schema: schema, part: "Query", code: "invalid_query_string"}
	}
	return out
}

// createProperty returns the schema of one property of a request body.
func createProperty(file, name string) object.Object {
	var schemas bodySchema
	readSchema(file, &schemas)
	if property := object.Child(schemas.Create.Properties, name); property != nil {
		return property
	}
	return object.Child(schemas.Properties, name)
}

// commaList is the pattern of a comma-separated list of the words.
func commaList(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = "(" + regexp.QuoteMeta(word) + ")"
	}
	one := "(" + strings.Join(quoted, "|") + ")"
	return "^" + one + "(," + one + ")*$"
}

// loadBody compiles a file that holds one plain schema of a request body.
func loadBody(name string) *Validator {
	var schema object.Object
	readSchema(name, &schema)
	return bodyValidator(name, schema)
}

func readSchema(name string, into any) {
	raw, err := schemaFiles.ReadFile(name + ".json")
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		panic(fmt.Sprintf("schema %s.json: %v", name, err))
	}
}

func closedObject(properties, more object.Object) object.Object {
	all := maps.Clone(properties)
	maps.Copy(all, more)
	return object.Object{"type": "object", "additionalProperties": false, "properties": all}
}

// nullable returns a schema that also allows null.
func nullable(schema object.Object) object.Object {
	out := maps.Clone(schema)
	out["type"] = []any{schema["type"], "null"}
	if values, ok := schema["enum"].([]any); ok {
		out["enum"] = append(slices.Clone(values), nil)
	}
	return out
}

func bodyValidator(name string, schema object.Object) *Validator {
	return &Validator{Schema: compile(name, schema), part: "Payload", code: "invalid_body"}
}

func compile(name string, schema any) *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	for _, format := range formats {
		compiler.RegisterFormat(format)
	}
	if err := compiler.AddResource(name, schema); err != nil {
		panic(fmt.Sprintf("schema %s: %v", name, err))
	}
	return compiler.MustCompile(name)
}
