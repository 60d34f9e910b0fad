package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

// emptyFile lists the collections and settings that are not emulated, but that exports of a tenant read.
//
// Assumption: what they hold in a new tenant, and the wording of their refusals. Only their shapes are documented.
//
//go:embed empty.json
var emptyFile []byte

// empty is the answer of a collection, or of settings, that the tenant has never used.
type empty struct {
	Path  string `json:"path"`
	Scope string `json:"scope"`
	// A collection has the key of its array and its kind of paging: "totals" if they are requested, "numbers" of the page
	// in each answer, or "checkpoints".
	List   string `json:"list"`
	Paging string `json:"paging"`
	// Settings have the answer, or the message of the refusal with 404.
	Answer  any    `json:"answer"`
	Missing string `json:"missing"`
}

// EmptyEndpoints are reads of objects that are not emulated. They are answered as in an empty tenant; writes of such
// objects are refused.
var EmptyEndpoints = sync.OnceValue(func() []endpoint {
	var file []empty
	if err := json.Unmarshal(emptyFile, &file); err != nil {
		panic(fmt.Sprintf("empty.json: %v", err)) // the file is embedded in the program
	}
	out := make([]endpoint, len(file))
	for i, e := range file {
		out[i] = endpoint{http.MethodGet, e.Path, one(e.Scope), schema.Queries["empty"], nil, e.read}
	}
	return out
})

func (e empty) read(c *call) (answer.Reply, error) {
	switch {
	case e.Missing != "":
		return answer.Reply{}, answer.NotFound("", e.Missing)
	case e.Paging == "totals":
		return c.page(listing{key: e.List, totalsLast: true})
	case e.Paging == "numbers":
		return answer.OK(object.Document{}.With(e.List, []any{}).With("total", 0).
			With("page", c.integer("page", 0)).With("per_page", c.integer("per_page", pageSize)))
	case e.Paging == "checkpoints":
		return answer.OK(object.Document{}.With(e.List, []any{}))
	}
	return answer.OK(e.Answer)
}
