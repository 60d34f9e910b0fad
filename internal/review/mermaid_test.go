package review_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

var update = flag.Bool("update", false, "write what is drawn to testdata")

// Long reports stay readable as a picture and as Markdown. The pictures are rendered in a browser by scripts/prose.
func TestLongReports(t *testing.T) {
	t.Parallel()
	changes := func(partners int) (changes []resourceChange) {
		for i := range partners {
			name := fmt.Sprintf("Partner%d", i+1)
			application := partner(name)
			clientID, _ := application["client_id"].(string)
			at := func(address string) string { return fmt.Sprintf("module.partner[%q].%s", name, address) }
			before, after := []any{"read"}, []any{"read", "cancel", "create"}[:1+i%3]
			if i%4 == 3 {
				before, after = []any{"read", "update"}, []any{"read"}
			}
			changes = append(changes, unchanged(at(app), application), resourceChange{
				address: at(own), before: grant(clientID, []string{orders, files}[i%2], before), after: grant(clientID, []string{orders, files}[i%2], after),
			})
		}
		return append(changes,
			resourceChange{address: byAll, before: defaults("read"), after: defaults("read", "list")},
			resourceChange{address: staff, before: m{"connection_id": "con_1", "name": "staff", "promoted": false}, after: m{"connection_id": "con_1", "name": "staff", "promoted": true}},
			resourceChange{address: "auth0access_client_grant.later", after: grant("tpc_partner1", files, nil, "subject_type", "client"), unknown: m{"scopes": true}},
		)
	}
	allowing := planOf(t, nil, changes(40)...).Review(review.Options{NotGranted: review.NotGranted{files: {"c*"}}})
	allowing.Allow([]review.Allowance{{Address: "module.partner[\"Partner3\"]." + own, Until: "2027-01-31"}}, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	for file, picture := range map[string]string{
		"forty.md":   allowing.Markdown(),
		"forty.txt":  allowing.Text(),
		"six.mmd":    planOf(t, nil, changes(6)...).Review(review.Options{}).Mermaid(),
		"thirty.mmd": planOf(t, nil, changes(30)...).Review(review.Options{}).Mermaid(),
	} {
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(path, []byte(picture), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), picture); diff != "" {
			t.Errorf("%s (-want +got); go test -update writes it anew:\n%s", file, diff)
		}
	}
}
