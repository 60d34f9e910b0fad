package authserver

import (
	"slices"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Expired sessions, logins, codes and families of refresh tokens are deleted.
func TestMemoryForgetsWhatIsOver(t *testing.T) {
	t.Parallel()
	of, start := tenant.New("example"), time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	client := object.Object{"client_id": "agent", "refresh_token": object.Object{
		"expiration_type": "expiring", "token_lifetime": float64(100 * 3600), "infinite_idle_token_lifetime": true,
	}}
	var m memory
	m.within(of, start)
	for _, id := range []string{"a", "b"} {
		m.begin(object.Object{"user_id": id}, start)
		m.transactions[id], m.codes[id] = &transaction{started: start}, &code{made: start}
		_, family := rules.NewRefreshToken(client, object.Object{}, start)
		of.RefreshTokens.Add(object.Text(family, "id"), family, start)
	}
	for _, test := range []struct {
		later                                    time.Duration
		sessions, transactions, codes, refreshes int
	}{
		{9 * time.Minute, 2, 2, 2, 2}, {11 * time.Minute, 2, 2, 0, 2}, {61 * time.Minute, 2, 0, 0, 2},
		{73 * time.Hour, 0, 0, 0, 2}, {101 * time.Hour, 0, 0, 0, 0},
	} {
		m.within(of, start.Add(test.later))
		if len(m.sessions) != test.sessions || len(m.transactions) != test.transactions || len(m.codes) != test.codes || len(of.RefreshTokens.Records) != test.refreshes {
			t.Errorf("after %v: %d sessions, %d logins, %d codes, %d families", test.later, len(m.sessions), len(m.transactions), len(m.codes), len(of.RefreshTokens.Records))
		}
	}
}

// A family that has rotated often keeps the last replaced tokens.
func TestFamiliesForgetOldTokens(t *testing.T) {
	t.Parallel()
	of, now := tenant.New("example"), time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	client := object.Object{"refresh_token": object.Object{"rotation_type": "rotating"}}
	value, family := rules.NewRefreshToken(client, object.Object{}, now)
	id := object.Text(family, "id")
	old := object.Object{rules.TokenHash: "old", "at": "2026-11-28T11:00:00.000Z"}
	family["replaced"] = slices.Repeat([]any{old}, 1000)
	of.RefreshTokens.Add(id, family, now)
	rules.ExchangeRefreshToken(of, client, family, value, now)
	replaced, _ := of.RefreshTokens.Get(id)["replaced"].([]any)
	last, _ := replaced[len(replaced)-1].(object.Object)
	if len(replaced) != 1000 || last[rules.TokenHash] != rules.HashToken(value) {
		t.Errorf("%d replaced tokens are remembered, the last is %v", len(replaced), last)
	}
}
