package api

import (
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

func FuzzCursor(f *testing.F) {
	f.Add(newCursor(&tenant.Record{ID: "cgr_1", Created: time.Unix(1, 5000)}).String())
	f.Add("nonsense")
	f.Fuzz(func(t *testing.T, encoded string) {
		c, valid := parseCursor(encoded)
		if !valid {
			return
		}
		if again, valid := parseCursor(c.String()); !valid || again.id != c.id || !again.created.Equal(c.created) {
			t.Errorf("%+v became %+v", c, again)
		}
	})
}
