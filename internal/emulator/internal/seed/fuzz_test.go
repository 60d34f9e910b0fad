package seed

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// Loading any file ends in a tenant that can be written and loaded again, or in an error with a line.
func FuzzSeed(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"tenant":"a","exact":true}`, `{"clients":[{"name":"a","refresh_token":5,"jwt_configuration":[],"callbacks":{}}]}`,
		`{"connections":[{"name":"a","strategy":"auth0","options":"x","realms":5}]}`,
		`{"resource_servers":[{"identifier":"x","scopes":[5,{"value":1}],"token_encryption":{"encryption_key":{}}}]}`,
		`{"resource_servers":[{"identifier":"x"}],"client_grants":[{"audience":"x","default_for":"third_party_clients","scope":"y"}]}`,
		`{"organizations":[{"name":"a"}],"tenant_settings":{"flags":null}}`, `{"clients":[{"name":"a","client_authentication_methods":{"private_key_jwt":5}}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		seed := &Seed{}
		if err := Decode(raw, seed); err != nil {
			if !strings.HasPrefix(err.Error(), "line ") {
				t.Errorf("error without a line: %v", err)
			}
			return
		}
		built, err := Build(seed, nil, nil, time.Unix(0, 0))
		if err != nil {
			if !strings.HasPrefix(AtLine(raw, err).Error(), "line ") {
				t.Errorf("error without a line: %v", err)
			}
			return
		}
		again, err := Build(Snapshot(built), nil, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatalf("the snapshot is no seed: %v", err)
		}
		want, _ := json.Marshal(Snapshot(built))
		if got, _ := json.Marshal(Snapshot(again)); string(got) != string(want) {
			t.Errorf("from the snapshot:\n%s\nwant\n%s", got, want)
		}
	})
}
