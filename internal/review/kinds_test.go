package review_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// Every resource of this provider can be judged. If a tenant has at most one of it, the drift report says when none is
// declared.
func TestEveryResourceIsJudged(t *testing.T) {
	t.Parallel()
	p, isOurs := provider.New("test")().(*provider.Provider)
	if !isOurs {
		t.Fatal("the provider is another")
	}
	unwatched := planOf(t, nil, partnerStays).Drift(review.Failure{}).Text()
	for _, newResource := range p.Resources(t.Context()) {
		made := newResource()
		var named resource.MetadataResponse
		made.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "auth0access"}, &named)
		text := planOf(t, nil, changeOf(named.TypeName+".x")).Review(review.Options{}).Text()
		if strings.Contains(text, "not-judged") {
			t.Errorf("%s: say in internal/review/kind_*.go what it gives and takes", named.TypeName)
		}
		var identified resource.IdentitySchemaResponse
		made.(resource.ResourceWithIdentity).IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &identified) //nolint:forcetypeassert // all have one
		_, isTenants := identified.IdentitySchema.Attributes["domain"]
		if isTenants && !strings.Contains(unwatched, `"`+named.TypeName+`" is not declared`) {
			t.Errorf("%s: say in tenantWide of internal/review/watched.go what is unwatched without it", named.TypeName)
		}
	}
}

func changeOf(address string) resourceChange { return resourceChange{address: address, after: m{}} }

// The guide lists all codes, in their order.
func TestGuideListsCodes(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../templates/guides/reviewing-access.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| code | meaning |\n| --- | --- |\n")
	for _, rule := range review.Rules() {
		fmt.Fprintf(&table, "| `%s` | %s |\n", rule.Code, rule.Text)
	}
	if !strings.Contains(string(guide), table.String()) {
		t.Errorf("the guide lacks this table:\n%s", table.String())
	}
}
