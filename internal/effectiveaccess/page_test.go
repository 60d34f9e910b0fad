package effectiveaccess_test

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// The emulator's page computes who can reach what with its own code, and agrees.
func TestPageOfTheEmulatorAgrees(t *testing.T) {
	t.Parallel()
	rich, err := os.ReadFile("../emulator/page/testdata/tenant.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, seed := range map[string]string{
		"every case": seed,
		"rich":       strings.Replace(string(rich), `"rate_limit": "essentials"`, `"rate_limit": "off"`, 1),
	} {
		tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
		state, errors := acctest.ReadDataSource(t, tenant, dataSource, nil)
		entries, _ := state["access"].([]any)
		var want []string
		for _, one := range entries {
			e, _ := one.(map[string]any)
			want = append(want, fmt.Sprint(e["client_id"], e["audience"], e["subject_type"], e["reason"], e["allowed"], e["all_scopes"], e["scopes"], e["undefined_scopes"]))
		}
		got := accessOnPage(t, tenant.URL)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" || len(errors) > 0 || len(got) < 7 {
			t.Errorf("%s: errors %q, data source and page (-data source +page):\n%s", name, errors, diff)
		}
	}
}

// accessOnPage reads the page's table of access, a line for each row.
func accessOnPage(tb testing.TB, address string) []string {
	tb.Helper()
	response, err := loopback.Client.Get(address + "/?all=1")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	page, err := html.Parse(response.Body)
	if err != nil {
		tb.Fatal(err)
	}
	var out []string
	for row := range page.Descendants() {
		if attributes := attributesOf(row); row.Data == "tr" && attributes["data-audience"] != "" {
			var scopes, undefined []string
			allowed, perhaps, all := false, false, false
			for node := range row.Descendants() {
				switch class := attributesOf(node)["class"]; {
				case class == "perhaps":
					perhaps = true
				case class == "scopes":
					allowed = true
				case class == "badge" && node.FirstChild.Data == "All scopes":
					all = true
				case node.Data == "code" && class == "" && attributesOf(node.Parent)["class"] == "undefined":
					undefined = append(undefined, node.FirstChild.Data)
				case node.Data == "code" && class == "":
					scopes = append(scopes, node.FirstChild.Data)
				}
			}
			slices.Sort(scopes)
			slices.Sort(undefined)
			out = append(out, fmt.Sprint(attributesOf(row.Parent)["data-client-id"], attributes["data-audience"], attributes["data-subject-type"],
				attributes["data-reason"], allowed && !perhaps, all, scopes, undefined))
		}
	}
	slices.Sort(out)
	return out
}

// whyOnPage asks on the page of an application whether it gets a token.
func whyOnPage(t *rapid.T, address string, clientID any, audience, subject, organization string) bool {
	query := url.Values{
		"client_id": {fmt.Sprint(clientID)}, "audience": {audience}, "subject_type": {subject}, "organization": {organization},
	}
	response, err := loopback.Client.Get(address + "/__emulator/application?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	isAllowed, isRefused := strings.Contains(string(body), `data-allowed="true"`), strings.Contains(string(body), `data-allowed="false"`)
	if err != nil || isAllowed == isRefused {
		t.Fatalf("%d %s %v", response.StatusCode, body, err)
	}
	return isAllowed
}

func attributesOf(node *html.Node) map[string]string {
	out := map[string]string{}
	for _, a := range node.Attr {
		out[a.Key] = a.Val
	}
	return out
}
