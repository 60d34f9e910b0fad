package acctest

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// Sweep removes what tests have left behind in the tenant: everything whose name starts as [Name] makes names.
func Sweep(t testing.TB, tenant *Tenant) {
	t.Helper()
	for _, kind := range []struct{ path, id, name string }{
		{"/api/v2/client-grants", "id", "audience"},
		{"/api/v2/clients", "client_id", "name"},
		{"/api/v2/connections", "id", "name"},
		{"/api/v2/organizations", "id", "name"},
		{"/api/v2/resource-servers", "id", "name"},
	} {
		for _, object := range tenant.all(t, kind.path) {
			name, _ := object[kind.name].(string)
			if strings.HasPrefix(strings.TrimPrefix(name, "https://"), namePrefix) {
				tenant.Call(t, http.MethodDelete, kind.path+"/"+url.PathEscape(stringMember(t, object, kind.id)), nil)
			}
		}
	}
}

// all returns the objects of a collection, page by page.
func (tenant *Tenant) all(t testing.TB, path string) []map[string]any {
	t.Helper()
	const pageSize = 100
	var objects []map[string]any
	for page := 0; ; page++ {
		query := url.Values{"page": {strconv.Itoa(page)}, "per_page": {strconv.Itoa(pageSize)}}
		items := tenant.List(t, path+"?"+query.Encode())
		objects = append(objects, items...)
		if len(items) < pageSize {
			return objects
		}
	}
}
