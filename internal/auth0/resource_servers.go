package auth0

import (
	"context"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// Values of an AccessPolicy. AccessPolicyAllowAll exists for the access of users only.
const (
	AccessPolicyAllowAll           = "allow_all"
	AccessPolicyRequireClientGrant = "require_client_grant"
	AccessPolicyDenyAll            = "deny_all"
)

// API is an API (a "resource server" at the wire) that access tokens can be asked for. Its signing secret is
// deliberately not decoded.
type API struct {
	ID                       string                   `json:"id"`
	Name                     string                   `json:"name"`
	Identifier               string                   `json:"identifier"` // the audience of its tokens
	IsSystem                 bool                     `json:"is_system"`
	Scopes                   wire.List[APIScope]      `json:"scopes"`
	SubjectTypeAuthorization SubjectTypeAuthorization `json:"subject_type_authorization"`
	SigningAlg               string                   `json:"signing_alg"`
	TokenLifetime            *int64                   `json:"token_lifetime"` // seconds
	AllowOfflineAccess       bool                     `json:"allow_offline_access"`
}

// Key returns what the API is asked for by.
func (a API) Key() string { return a.Identifier }

// APIScope is a scope that an API defines.
type APIScope struct {
	Value       string `json:"value"`
	Description string `json:"description"`
}

// SubjectTypeAuthorization says which applications may ask for tokens of an API, for users and as themselves.
type SubjectTypeAuthorization struct {
	User   AccessPolicy `json:"user"`
	Client AccessPolicy `json:"client"`
}

// AccessPolicy is one half of SubjectTypeAuthorization.
type AccessPolicy struct {
	Policy string `json:"policy"`
}

// Policy returns the access policy for a subject type. APIs made before there were policies show none; they work as
// new ones do, which let every application act for users and demand a grant of those that act as themselves.
func (a *API) Policy(subjectType string) string {
	if subjectType == SubjectTypeUser {
		return valueOr(a.SubjectTypeAuthorization.User.Policy, AccessPolicyAllowAll)
	}
	return valueOr(a.SubjectTypeAuthorization.Client.Policy, AccessPolicyRequireClientGrant)
}

func valueOr(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

// ReadAPI returns the API with the given identifier. Of another API whose id the text happens to be, it says that
// there is none; see [IsNotFound].
//
// Scope: read:resource_servers.
func (c *Client) ReadAPI(ctx context.Context, identifier string) (*API, error) {
	path := call.PathTo("resource-servers", identifier)
	api, err := call.One(ctx, c.caller, call.Request{Method: http.MethodGet, Path: path}, func(api API) bool {
		return api.Identifier != "" && (api.Identifier == identifier || api.ID == identifier)
	})
	if err == nil && api.Identifier != identifier {
		return nil, &Error{StatusCode: http.StatusNotFound, Method: http.MethodGet, Path: call.Path(path), Message: "this is the id of an API, not its identifier"}
	}
	return api, err
}
