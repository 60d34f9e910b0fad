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

// emptyFile has the collections and settings that are not emulated and that exports of whole tenants read.
//
// Assumption: what they hold in a new tenant, and the wording of their refusals. Only their shapes are documented.
//
//go:embed empty.json
var emptyFile []byte

// empty is the answer of a collection, or of settings, that nobody has used in the tenant.
type empty struct {
	Path  string `json:"path"`
	Scope string `json:"scope"`
	// A collection has the key of its array and how it is paged: with "totals" if they are asked for, with "numbers" of
	// the page in each answer, or by "checkpoints".
	List   string `json:"list"`
	Paging string `json:"paging"`
	// Settings have the answer, or the message of the refusal with 404.
	Answer  any    `json:"answer"`
	Missing string `json:"missing"`
}

// EmptyEndpoints are reads of what is not emulated. They are answered as in an empty tenant. Writes of it are refused.
var EmptyEndpoints = sync.OnceValue(func() []endpoint {
	var file []empty
	if err := json.Unmarshal(emptyFile, &file); err != nil {
		panic(fmt.Sprintf("empty.json: %v", err)) // it is part of the program
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
