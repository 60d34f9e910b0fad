package provider

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// The framework tells the abilities of a resource by its methods, so binding it to its tenant must keep all of them.
func TestBoundResourcesLoseNothing(t *testing.T) {
	t.Parallel()
	bound := tf.Bind(resources)
	for i, newResource := range resources {
		inner, outer := reflect.TypeOf(newResource()), reflect.TypeOf(bound[i]())
		for method := range inner.NumMethod() {
			name := inner.Method(method).Name
			isOfList := strings.HasPrefix(name, "List") // a list resource is offered apart
			if _, found := outer.MethodByName(name); !found && !isOfList {
				t.Errorf("%s loses the method %s when it is bound to its tenant", inner, name)
			}
		}
	}
}
