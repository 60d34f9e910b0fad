package faultmatrix

import (
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

var publicKeys = sync.OnceValue(func() [4]string {
	var keys [4]string
	for i := range keys {
		keys[i] = acctest.NewPublicKey()
	}
	return keys
})

// publicKey returns one of four keys as PEM.
func publicKey(number int) string { return publicKeys()[number] }

// keyOperations are what can be done to the keys of an application. A tenant that keeps two keys has no room for a
// new one beside two others.
func keyOperations() []operation {
	key := func(number int, more ...any) map[string]any {
		arguments := map[string]any{"pem": publicKey(number)}
		for i := 0; i+1 < len(more); i += 2 {
			name, _ := more[i].(string)
			arguments[name] = more[i+1]
		}
		return arguments
	}
	first, both := map[string]any{"first": key(0)}, map[string]any{"first": key(0), "second": key(1)}
	operations := []operation{{
		name: "application/create_with_keys", others: []configured{partnerWithKeys(first)}, copies: 1, target: becomes(partnerWithKeys(both)),
	}}
	for _, change := range []struct {
		name     string
		from, to map[string]any
		variants []string
	}{
		{"change_key", first, map[string]any{"second": key(1)}, nil},
		{"replace_key_by_name", first, map[string]any{"first": key(1)}, nil},
		{"key_with_another_alg", first, map[string]any{"first": key(0, "alg", "PS256")}, nil},
		{"key_beside_one_without_room", both, map[string]any{"second": key(1), "third": key(2)}, []string{"two-keys"}},
		{"key_expiry", map[string]any{"first": key(0, "expires_at", "2040-01-01T00:00:00Z")}, map[string]any{"first": key(0, "expires_at", "2041-01-01T00:00:00Z")}, nil},
	} {
		operations = append(operations, operation{
			name: "application/" + change.name, variants: change.variants,
			given: []configured{partnerWithKeys(change.from)}, target: becomes(partnerWithKeys(change.to)),
		})
	}
	return append(operations, operation{
		name: "application/secret_to_key", given: []configured{partner()}, target: becomes(partnerWithKeys(first)),
	})
}
