package provider

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// The framework finds out what a resource can do by its methods. A resource that is bound to its tenant has lost none.
func TestBoundResourcesLoseNothing(t *testing.T) {
	t.Parallel()
	bound := tf.Bind(resources)
	for i, newResource := range resources {
		inner, outer := reflect.TypeOf(newResource()), reflect.TypeOf(bound[i]())
		for method := range inner.NumMethod() {
			name := inner.Method(method).Name
			isOfList := strings.HasPrefix(name, "List") // a list resource is offered apart
			if _, found := outer.MethodByName(name); !found && !isOfList {
				t.Errorf("%s has the method %s, and bound to its tenant it has not", inner, name)
			}
		}
	}
}
