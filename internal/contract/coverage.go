package contract

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// Coverage notes which parts of calls.yaml traffic has shown, so that a part that nothing shows any more is found. A
// part is a call, a query parameter, or a member of a body: of a named schema by its name, such as "Application.name",
// of any other by the call's. The zero value is not usable; see [NewCoverage]. It is not safe for concurrent use.
type Coverage struct {
	document *document
	seen     map[string]bool
}

// NewCoverage returns the coverage of calls.yaml by nothing.
func NewCoverage() (*Coverage, error) {
	ours, err := calls()
	if err != nil {
		return nil, err
	}
	return &Coverage{ours, map[string]bool{}}, nil
}

// AddRequest notes a request and its body.
func (c *Coverage) AddRequest(req *http.Request, body []byte) error {
	route, _, err := c.document.router.FindRoute(req)
	if err != nil {
		return err
	}
	call := route.Method + " " + route.Path
	c.seen[call] = true
	for name := range req.URL.Query() {
		c.seen[call+"?"+name] = true
	}
	return c.addBody(call, requestSchema(route.Operation), body)
}

// AddAnswer notes the body of a successful answer to a request, and reports, as errors of the test, what calls.yaml
// does not allow in it.
func (c *Coverage) AddAnswer(tb testing.TB, req *http.Request, status int, header http.Header, answer []byte) {
	tb.Helper()
	route, parameters, err := c.document.router.FindRoute(req)
	if err != nil {
		tb.Error(err)
		return
	}
	input := &openapi3filter.RequestValidationInput{Request: req, PathParams: parameters, Route: route, Options: options()}
	c.document.checkAnswer(tb, req, input, status, header, answer)
	if err := c.addBody(route.Method+" "+route.Path, answerSchema(route.Operation), answer); err != nil {
		tb.Error(err)
	}
}

func (c *Coverage) addBody(call string, schema *openapi3.SchemaRef, body []byte) error {
	if schema == nil || len(body) == 0 {
		return nil
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return err
	}
	addMembers(schema, call, value, c.seen)
	return nil
}

// UnseenRequests returns what calls.yaml says of requests that none has shown, in order.
func (c *Coverage) UnseenRequests() []string {
	return c.unseen(func(call string, operation *openapi3.Operation, path *openapi3.PathItem, all map[string]bool) {
		all[call] = true
		for _, parameter := range slices.Concat(path.Parameters, operation.Parameters) {
			if parameter.Value.In == openapi3.ParameterInQuery {
				all[call+"?"+parameter.Value.Name] = true
			}
		}
		allMembers(requestSchema(operation), call, all)
	})
}

// UnseenAnswers returns what calls.yaml says of answers that none has shown, in order.
func (c *Coverage) UnseenAnswers() []string {
	return c.unseen(func(call string, operation *openapi3.Operation, _ *openapi3.PathItem, all map[string]bool) {
		allMembers(answerSchema(operation), call, all)
	})
}

func (c *Coverage) unseen(
	add func(call string, operation *openapi3.Operation, path *openapi3.PathItem, all map[string]bool),
) []string {
	all := map[string]bool{}
	for path, item := range c.document.doc.Paths.Map() {
		for method, operation := range item.Operations() {
			add(method+" "+path, operation, item, all)
		}
	}
	maps.DeleteFunc(all, func(part string, _ bool) bool { return c.seen[part] })
	return slices.Sorted(maps.Keys(all))
}

func requestSchema(operation *openapi3.Operation) *openapi3.SchemaRef {
	if operation.RequestBody == nil {
		return nil
	}
	return operation.RequestBody.Value.Content["application/json"].Schema
}

// answerSchema returns the schema of the one successful answer that a call has, nil if that has no body.
func answerSchema(operation *openapi3.Operation) *openapi3.SchemaRef {
	for _, response := range operation.Responses.Map() {
		if content := response.Value.Content["application/json"]; content != nil {
			return content.Schema
		}
	}
	return nil
}

// addMembers notes the members that a value shows of those that its schema describes.
func addMembers(ref *openapi3.SchemaRef, name string, value any, seen map[string]bool) {
	name = nameOf(ref, name)
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			for _, array := range formsOf(ref) {
				if array.Value.Items != nil {
					addMembers(array.Value.Items, name, element, seen)
				}
			}
		}
	case map[string]any:
		for member, inner := range value {
			for _, object := range formsOf(ref) {
				if schema := object.Value.Properties[member]; schema != nil {
					seen[name+"."+member] = true
					addMembers(schema, name+"."+member, inner, seen)
				}
			}
		}
	}
}

// allMembers notes all members that a schema describes.
func allMembers(ref *openapi3.SchemaRef, name string, all map[string]bool) {
	if ref == nil {
		return
	}
	name = nameOf(ref, name)
	for _, form := range formsOf(ref) {
		if form.Value.Items != nil {
			allMembers(form.Value.Items, name, all)
		}
		for member, schema := range form.Value.Properties {
			all[name+"."+member] = true
			allMembers(schema, name+"."+member, all)
		}
	}
}

// formsOf returns the schema, or the alternatives that it consists of.
func formsOf(ref *openapi3.SchemaRef) []*openapi3.SchemaRef {
	if len(ref.Value.AnyOf) > 0 {
		return ref.Value.AnyOf
	}
	return []*openapi3.SchemaRef{ref}
}

func nameOf(ref *openapi3.SchemaRef, otherwise string) string {
	const components = "#/components/schemas/"
	if len(ref.Ref) > len(components) {
		return ref.Ref[len(components):]
	}
	return otherwise
}
