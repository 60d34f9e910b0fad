package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// catalogAudience is the identifier of the API that the agent calls.
const catalogAudience = "https://catalog.example.com/"

// catalog is the API behind the catalog's audience: it serves products to whoever has an access token for it with the
// required scope.
type catalog struct {
	address string
	tenant  *tenant
	keys    jose.JSONWebKeySet
	server  *http.Server
}

// startCatalog starts the API on loopback, with the tenant's keys.
func startCatalog(ctx context.Context, t *tenant) (*catalog, error) {
	c := &catalog{tenant: t}
	if err := ask(ctx, http.MethodGet, t.URL+"/.well-known/jwks.json", "", nil, &c.keys); err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c.address = "http://" + listener.Addr().String()
	routes := http.NewServeMux()
	routes.HandleFunc("GET /products", c.demand("read:products"))
	routes.HandleFunc("DELETE /products", c.demand("write:products"))
	c.server = &http.Server{Handler: routes, ReadHeaderTimeout: time.Minute}
	go func() { _ = c.server.Serve(listener) }()
	return c, nil
}

func (c *catalog) stop() { _ = c.server.Close() }

// demand lets requests through that have the scope.
func (c *catalog) demand(scope string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scopes, ok := c.scopesOf(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		switch {
		case !ok:
			w.WriteHeader(http.StatusUnauthorized)
		case !slices.Contains(scopes, scope):
			w.WriteHeader(http.StatusForbidden)
		default:
			_ = json.NewEncoder(w).Encode([]string{"tea", "cups"})
		}
	}
}

// scopesOf verifies a token and returns its scopes.
func (c *catalog) scopesOf(token string) (scopes []string, ok bool) {
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return nil, false
	}
	var claims struct {
		jwt.Claims
		Scope string `json:"scope"`
	}
	expected := jwt.Expected{Issuer: c.tenant.URL + "/", AnyAudience: jwt.Audience{catalogAudience}}
	if parsed.Claims(c.keys, &claims) != nil || claims.Validate(expected) != nil {
		return nil, false
	}
	return strings.Fields(claims.Scope), true
}
