package leastscope

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// kinds are the folders of the documentation, and what the table says behind a name that belongs there.
var kinds = map[string]string{
	"resources": "", "data-sources": " data", "ephemeral-resources": " ephemeral", "list-resources": " list", "actions": " action",
}

// Everything that the provider offers is in the table, and a scenario tests every line of the table.
func TestTableIsComplete(t *testing.T) {
	t.Parallel()
	table := readTable(t)
	for _, object := range offered(t) {
		if len(table.of(object)) == 0 {
			t.Errorf("the table has no line of %s", object)
		}
	}
	for _, u := range table.uses {
		if !slices.ContainsFunc(scenarios(), func(s scenario) bool { return s.object == u.object && slices.Contains(s.uses, u.of) }) {
			t.Errorf("no scenario needs the line of %s for %q", u.object, u.of)
		}
	}
}

// Each page names the scopes that the table has for its object, and no others.
func TestPagesAgreeWithTable(t *testing.T) {
	t.Parallel()
	table := readTable(t)
	for folder, kind := range kinds {
		files, err := os.ReadDir("../../templates/" + folder)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, file := range files {
			_, line, found := strings.Cut(read(t, path.Join("../../templates", folder, file.Name())), "**Management API scopes**:")
			line, _, _ = strings.Cut(line, "\n\n")
			line, _, _ = strings.Cut(line, "\n- ")
			named := scopesIn(line)
			slices.Sort(named)
			want := table.of("auth0access_" + strings.TrimSuffix(file.Name(), ".md.tmpl") + kind)
			if got := slices.Compact(named); !found || !slices.Equal(got, want) {
				t.Errorf("%s/%s names %v, the table %v", folder, file.Name(), got, want)
			}
		}
	}
}

// SECURITY.md explains each scope in the table, and no others.
func TestSecurityPageExplainsEachScope(t *testing.T) {
	t.Parallel()
	var want []string
	for _, scopes := range readTable(t).scopes {
		want = append(want, scopes...)
	}
	slices.Sort(want)
	var got []string
	_, text, _ := strings.Cut(read(t, "../../SECURITY.md"), "## What each Management API scope is for\n")
	text, _, _ = strings.Cut(text, "\n## ")
	for line := range strings.Lines(text) {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			got = append(got, scopesIn(cells[1])...)
		}
	}
	slices.Sort(got)
	if want := slices.Compact(want); !slices.Equal(got, want) {
		t.Errorf("SECURITY.md explains %v, the table has %v", got, want)
	}
}

// offered returns the objects of the provider as the table names them.
func offered(t *testing.T) []string {
	t.Helper()
	server := providerserver.NewProtocol6(provider.New("test")())()
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var objects []string
	collect := func(folder string, names []string) {
		for _, name := range names {
			objects = append(objects, name+kinds[folder])
		}
	}
	collect("resources", slices.Collect(maps.Keys(all.ResourceSchemas)))
	collect("data-sources", slices.Collect(maps.Keys(all.DataSourceSchemas)))
	collect("ephemeral-resources", slices.Collect(maps.Keys(all.EphemeralResourceSchemas)))
	collect("list-resources", slices.Collect(maps.Keys(all.ListResourceSchemas)))
	collect("actions", slices.Collect(maps.Keys(all.ActionSchemas)))
	slices.Sort(objects)
	return objects
}
