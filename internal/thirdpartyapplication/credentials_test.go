package thirdpartyapplication

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// line is a credential in short: what is null is left out, what is unknown is a question mark.
type line struct{ pem, alg, kid, expiresAt, id string }

func (l line) credential() credential {
	return credential{PEM: value(l.pem), Alg: value(l.alg), KID: value(l.kid), ExpiresAt: timetypes.RFC3339{StringValue: value(l.expiresAt)}, ID: value(l.id)}
}

func value(text string) types.String {
	switch text {
	case "":
		return types.StringNull()
	case "?":
		return types.StringUnknown()
	}
	return types.StringValue(text)
}

func credentialsFrom(lines map[string]line) credentials {
	if lines == nil {
		return nil
	}
	keys := credentials{}
	for name, l := range lines {
		keys[name] = l.credential()
	}
	return keys
}

func lines(keys credentials) map[string]line {
	if keys == nil {
		return nil
	}
	short := func(value types.String) string {
		if value.IsUnknown() {
			return "?"
		}
		return value.ValueString()
	}
	all := map[string]line{}
	for name, key := range keys {
		all[name] = line{short(key.PEM), short(key.Alg), short(key.KID), short(key.ExpiresAt.StringValue), short(key.ID)}
	}
	return all
}

// The key and thumbprint of RFC 7638, section 3.1, and a thumbprint of another one.
const (
	rfcPEM = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0vx7agoebGcQSuuPiLJX
ZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tS
oc/BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ/2W+5JsGY4Hc5n9yBXArwl93lqt
7/RN5w6Cf0h4QyQ5v+65YGjQR0/FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0
zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt+bFTWhAI4vMQFh6WeZu0f
M4lFd2NcRwr3XPksINHaQ+G/xBniIqbw0Ls1jF44+csFCur+kEgU8awapJzKnqDK
gwIDAQAB
-----END PUBLIC KEY-----
`
	rfcThumbprint   = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
	otherThumbprint = "vHMpLNZWLIQTD3GFcjmCsIGpUmWYIWMJ4qq0rDdIvRs"
)

func TestPlanCredentials(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config, state, want map[string]line
	}{
		"none": {nil, nil, nil},
		"all removed": {
			config: nil,
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want:   nil,
		},
		"new": {
			config: map[string]line{"a": {pem: "A"}, "b": {pem: "B", alg: "PS256", kid: "kid-b", expiresAt: "2030-01-01T00:00:00Z"}},
			want: map[string]line{
				"a": {pem: "A", alg: "RS256", kid: "?", id: "?"},
				"b": {pem: "B", alg: "PS256", kid: "kid-b", expiresAt: "2030-01-01T00:00:00Z", id: "?"},
			},
		},
		"unchanged, with a new expiry": {
			config: map[string]line{"a": {pem: "A", expiresAt: "2030-01-01T00:00:00Z"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", expiresAt: "2030-01-01T00:00:00Z", id: "1"}},
		},
		"another key under the name": {
			config: map[string]line{"a": {pem: "B"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"a": {pem: "B", alg: "RS256", kid: "?", id: "?"}},
		},
		"another algorithm": {
			config: map[string]line{"a": {pem: "A", alg: "RS384"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"a": {pem: "A", alg: "RS384", kid: "?", id: "?"}},
		},
		"another key ID": {
			config: map[string]line{"a": {pem: "A", kid: "mine"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"a": {pem: "A", alg: "RS256", kid: "mine", id: "?"}},
		},
		"added and removed": {
			config: map[string]line{"b": {pem: "B"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"b": {pem: "B", alg: "RS256", kid: "?", id: "?"}},
		},
		"renamed": {
			config: map[string]line{"b": {pem: "A"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"b": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
		},
		"renamed, while another may turn out to be it": {
			config: map[string]line{"b": {pem: "A"}, "c": {pem: "?"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want: map[string]line{
				"b": {pem: "A", alg: "RS256", kid: "?", id: "?"},
				"c": {pem: "?", alg: "RS256", kid: "?", id: "?"},
			},
		},
		"two names of one key share nothing": {
			config: map[string]line{"a": {pem: "A"}, "b": {pem: "A"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want: map[string]line{
				"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"},
				"b": {pem: "A", alg: "RS256", kid: "?", id: "?"},
			},
		},
		"left behind by a failed apply": {
			config: map[string]line{"b": {pem: "B"}},
			state: map[string]line{
				"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"},
				"2": {pem: "B", alg: "RS256", kid: "kid-b", id: "2"},
			},
			want: map[string]line{"b": {pem: "B", alg: "RS256", kid: "kid-b", id: "2"}},
		},
		"imported, so that the key itself is not known": {
			config: map[string]line{"a": {pem: "A"}},
			state:  map[string]line{"a": {alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
		},
		"imported under another name": {
			config: map[string]line{"b": {pem: "A"}},
			state:  map[string]line{"a": {alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"b": {pem: "A", alg: "RS256", kid: "?", id: "?"}},
		},
		"imported, and the kid is the key's thumbprint": {
			config: map[string]line{"a": {pem: rfcPEM}},
			state:  map[string]line{"a": {alg: "RS256", kid: rfcThumbprint, id: "1"}},
			want:   map[string]line{"a": {pem: rfcPEM, alg: "RS256", kid: rfcThumbprint, id: "1"}},
		},
		"imported under another name, and the kid is the key's thumbprint": {
			config: map[string]line{"b": {pem: rfcPEM}},
			state:  map[string]line{"a": {alg: "RS256", kid: rfcThumbprint, id: "1"}},
			want:   map[string]line{"b": {pem: rfcPEM, alg: "RS256", kid: rfcThumbprint, id: "1"}},
		},
		"imported, and the kid is another key's thumbprint": {
			config: map[string]line{"a": {pem: rfcPEM}},
			state:  map[string]line{"a": {alg: "RS256", kid: otherThumbprint, id: "1"}},
			want:   map[string]line{"a": {pem: rfcPEM, alg: "RS256", kid: "?", id: "?"}},
		},
		"exchanged under the same name, even with the kid": {
			config: map[string]line{"a": {pem: rfcPEM}},
			state:  map[string]line{"a (2)": {alg: "RS256", kid: rfcThumbprint, id: "2"}},
			want:   map[string]line{"a": {pem: rfcPEM, alg: "RS256", kid: "?", id: "?"}},
		},
		"exchanged, without PEM": {
			config: map[string]line{"a": {kid: "kid-a"}},
			state:  map[string]line{"a (2)": {alg: "RS256", kid: "kid-a", id: "2"}},
			want:   map[string]line{"a": {alg: "RS256", kid: "kid-a", id: "?"}},
		},
		"other line ends and another time zone": {
			config: map[string]line{"a": {pem: "\r\n" + strings.ReplaceAll(rfcPEM, "\n", " \r\n"), expiresAt: "2030-01-01T01:00:00+01:00"}},
			state:  map[string]line{"a": {pem: rfcPEM, alg: "RS256", kid: "kid-a", expiresAt: "2030-01-01T00:00:00Z", id: "1"}},
			want:   map[string]line{"a": {pem: rfcPEM, alg: "RS256", kid: "kid-a", expiresAt: "2030-01-01T00:00:00Z", id: "1"}},
		},
		"expiry not known yet": {
			config: map[string]line{"a": {pem: "A", expiresAt: "?"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}},
			want:   map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", expiresAt: "?", id: "1"}},
		},
		"without PEM": {
			config: map[string]line{"a": {}, "b": {kid: "kid-b"}, "c": {alg: "PS256"}, "d": {}},
			state: map[string]line{
				"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"},
				"b": {alg: "RS256", kid: "kid-b", id: "2"},
				"c": {alg: "RS256", kid: "kid-c", id: "3"},
			},
			want: map[string]line{
				"a": {alg: "RS256", kid: "kid-a", id: "1"},
				"b": {alg: "RS256", kid: "kid-b", id: "2"},
				"c": {alg: "PS256", kid: "?", id: "?"},
				"d": {alg: "RS256", kid: "?", id: "?"},
			},
		},
		"without PEM, under another name": {
			config: map[string]line{"x": {kid: "kid-a"}, "y": {}},
			state:  map[string]line{"a": {alg: "RS256", kid: "kid-a", id: "1"}, "b": {pem: "B", alg: "RS256", kid: "kid-b", id: "2"}},
			want:   map[string]line{"x": {alg: "RS256", kid: "kid-a", id: "1"}, "y": {alg: "RS256", kid: "?", id: "?"}},
		},
		"not known yet": {
			config: map[string]line{"a": {pem: "?"}, "b": {pem: "B", kid: "?"}, "c": {pem: "C", alg: "?"}},
			state:  map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", id: "1"}, "b": {pem: "B", alg: "RS256", kid: "kid-b", id: "2"}},
			want: map[string]line{
				"a": {pem: "?", alg: "RS256", kid: "?", id: "?"},
				"b": {pem: "B", alg: "RS256", kid: "?", id: "?"},
				"c": {pem: "C", alg: "?", kid: "?", id: "?"},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := lines(planCredentials(credentialsFrom(test.config), credentialsFrom(test.state)))
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(line{})); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

func TestShownCredentials(t *testing.T) {
	t.Parallel()
	one := auth0.Credential{ID: "1", Name: "a", Alg: "RS256", KID: "kid-a", ExpiresAt: "2030-01-01T00:00:00.000Z"}
	two := auth0.Credential{ID: "2", Name: "b", Alg: "PS256", KID: "kid-b"}
	prior := map[string]line{"mine": {pem: "A", alg: "RS256", kid: "kid-a", expiresAt: "2030-01-01T01:00:00+01:00", id: "1"}}
	foreign := map[string]line{"a (1)": {alg: "RS256", kid: "kid-a", expiresAt: "2030-01-01T00:00:00.000Z", id: "1"}}
	tests := map[string]struct {
		active     []string
		registered []auth0.Credential
		prior      map[string]line
		first      bool
		want       map[string]line
	}{
		"none": {want: map[string]line{}},
		"as in state, which keeps its names, keys and spelling of times": {
			active: []string{"1"}, registered: []auth0.Credential{one}, prior: prior, want: prior,
		},
		"imported": {
			active: []string{"1", "2"}, registered: []auth0.Credential{one, two}, first: true,
			want: map[string]line{
				"a": {alg: "RS256", kid: "kid-a", expiresAt: "2030-01-01T00:00:00.000Z", id: "1"},
				"b": {alg: "PS256", kid: "kid-b", id: "2"},
			},
		},
		"a key without a name, and one without an algorithm": {
			active: []string{"3"}, registered: []auth0.Credential{{ID: "3"}}, first: true,
			want: map[string]line{"3": {alg: "RS256", id: "3"}},
		},
		"two keys of one name": {
			active: []string{"1", "4"}, registered: []auth0.Credential{one, {ID: "4", Name: "a", Alg: "RS256"}}, first: true,
			want: map[string]line{
				"a": {alg: "RS256", kid: "kid-a", expiresAt: "2030-01-01T00:00:00.000Z", id: "1"},
				"4": {alg: "RS256", id: "4"},
			},
		},
		"a name that state gave to another key": {
			active: []string{"4", "1"}, registered: []auth0.Credential{{ID: "4", Name: "mine", Alg: "RS256"}, one}, prior: prior,
			want: map[string]line{"mine": prior["mine"], "mine (4)": {alg: "RS256", id: "4"}},
		},
		"exchanged under the same name": {
			active: []string{"4"}, registered: []auth0.Credential{{ID: "4", Name: "mine", Alg: "RS256", KID: "kid-a"}}, prior: prior,
			want: map[string]line{"mine (4)": {alg: "RS256", kid: "kid-a", id: "4"}},
		},
		"added where there was none": {active: []string{"1"}, registered: []auth0.Credential{one}, want: foreign},
		"added, with a name that rewrites the terminal": {
			active: []string{"4"}, registered: []auth0.Credential{{ID: "4", Name: "a\x1b[2K"}}, want: map[string]line{"a\uFFFD[2K (4)": {alg: "RS256", id: "4"}},
		},
		"added earlier":         {active: []string{"1"}, registered: []auth0.Credential{one}, prior: foreign, want: foreign},
		"added, and taken away": {registered: []auth0.Credential{one}, prior: foreign, want: map[string]line{}},
		"registered, id unknown": {
			active: []string{"1"}, registered: []auth0.Credential{one}, prior: map[string]line{"a": {pem: "A", alg: "RS256"}},
			want: map[string]line{"a": {pem: "A", alg: "RS256", kid: "kid-a", expiresAt: "2030-01-01T00:00:00.000Z", id: "1"}},
		},
		"another expiry": {
			active: []string{"1"}, registered: []auth0.Credential{{ID: "1", Alg: "RS256", KID: "kid-a", ExpiresAt: "2031-01-01T00:00:00Z"}}, prior: prior,
			want: map[string]line{"mine": {pem: "A", alg: "RS256", kid: "kid-a", expiresAt: "2031-01-01T00:00:00Z", id: "1"}},
		},
		"deleted": {registered: []auth0.Credential{}, prior: prior, want: map[string]line{}},
		"not active any more": {
			registered: []auth0.Credential{one}, prior: prior, want: map[string]line{"1": prior["mine"]},
		},
		"never active and never ours": {registered: []auth0.Credential{two}, want: map[string]line{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := lines(shownCredentials(test.active, test.registered, credentialsFrom(test.prior), test.first))
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(line{})); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
		})
	}
}
