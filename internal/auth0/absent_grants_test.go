package auth0_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// A refresh looks for grants that have ended, although Auth0 no longer has them. Many of them take only a few single
// reads and the pages of one listing, which shows whether somebody has made one again.
func TestManyAbsentGrants(t *testing.T) {
	t.Parallel()
	const absent = 200
	var calls atomic.Int32
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.Header().Set("Content-Type", "application/json")
		asked := r.URL.Query().Get("client_id")
		if asked == "" || asked == "tpc_7" {
			_, _ = fmt.Fprint(w, `{"client_grants":[{"id":"cgr_7","client_id":"tpc_7","audience":"a","subject_type":"user","scope":[]}],"start":0,"limit":100,"total":1}`)
			return
		}
		_, _ = fmt.Fprint(w, `{"client_grants":[],"start":0,"limit":100,"total":0}`)
	}))
	for i := range absent {
		key := auth0.ClientGrantFilter{ClientID: fmt.Sprintf("tpc_%d", i), Audience: "a", SubjectType: "user"}
		grant, err := client.ReadClientGrantByKey(t.Context(), key, auth0.Remembered)
		if err != nil || (grant != nil) != (i == 7) {
			t.Fatalf("%s: %v, %v", key.ClientID, grant, err)
		}
	}
	if got := calls.Load(); got > 4 {
		t.Errorf("%d calls for %d grants that are not there", got, absent)
	}
}
