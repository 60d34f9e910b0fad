package auth0

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// UnansweredCreate is what is known of the creation of an application whose answer was lost. It can be kept as JSON,
// and looked for later by another client. It holds no key and no secret.
type UnansweredCreate struct {
	Name    string         `json:"name"`
	Members map[string]any `json:"members"` // what was sent, but for the keys
	Keys    int            `json:"keys"`    // how many keys were sent
	Total   int            `json:"total"`   // how many third-party applications there were before
	Older   []string       `json:"older"`   // client ids of applications that had been there; of all if there were few
	Others  []string       `json:"others"`  // client ids of applications of that name that other creations got
	Lost    int            `json:"lost"`    // how many creations of that name had no answer, this one included
	Until   time.Time      `json:"until"`   // when the application must show if it was made
	Unclear []string       `json:"unclear"` // client ids of applications that may or may not be it
}

// namesAll reports whether Older names all applications that had been there.
func (u *UnansweredCreate) namesAll() bool { return u.Total <= call.PageSize }

// alwaysEmpty are members that an application has only if somebody sets them, so that ours shows none that was not
// sent.
var alwaysEmpty = []string{
	"allowed_logout_urls", "allowed_origins", "callbacks", "client_metadata", "description", "external_client_id",
	"external_metadata_type", "initiate_login_uri", "logo_uri", "token_endpoint_auth_method", "web_origins",
}

// keysMember is the member that holds the keys: whole ones as sent, and their ids as shown.
const keysMember = "client_authentication_methods"

func newUnansweredCreate(fields ApplicationFields, before *listedBefore) (*UnansweredCreate, error) {
	u := &UnansweredCreate{Total: before.total}
	if methods, ok := fields.ClientAuthenticationMethods.Value(); ok {
		u.Keys = len(methods.PrivateKeyJWT.Credentials)
		fields.ClientAuthenticationMethods = Field[ClientAuthenticationMethodsInput]{}
	}
	u.Name = valueOrZero(fields.Name)
	encoded, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("encode the application: %w", err)
	}
	return u, json.Unmarshal(encoded, &u.Members)
}

// canBe reports whether the application has the name that was sent, and nothing that rules out for good that it is
// ours: who made it, its mode, and its type, which nobody changes of an application that is not even in Terraform's
// state.
func (u *UnansweredCreate) canBe(a listedApplication) bool {
	for _, name := range []string{"third_party_security_mode", "app_type"} {
		if shown := a.members[name]; !wire.IsEmpty(shown) && !wire.IsEmpty(u.Members[name]) && shown != u.Members[name] {
			return false
		}
	}
	return a.Name == u.Name && a.IsThirdParty() && a.ExternalMetadataType == ""
}

// describes reports whether the application shows what was sent and nothing else.
func (u *UnansweredCreate) describes(a listedApplication) bool {
	shownKeys := len(a.AttachedCredentials())
	for _, name := range alwaysEmpty {
		if _, sent := u.Members[name]; !sent && !wire.IsEmpty(a.members[name]) {
			return false
		}
	}
	return shownKeys == u.Keys && (u.Keys > 0 || wire.IsEmpty(a.members[keysMember])) && wire.Holds(a.members, u.Members)
}

// findCreated looks for the application until it shows, or must have shown. others are applications of the same name
// that are known not to be it, and lost is how many creations of that name have no answer, this one included. The error
// is an [*AmbiguousError] if the tenant shows everything and the application still cannot be told from others.
func (c *Applications) findCreated(
	ctx context.Context, u *UnansweredCreate, others []string, lost int,
) (*Application, error) {
	var candidates, same []listedApplication
	err := cache.AwaitLag(ctx, u.Until, func() (bool, error) {
		since, isNew, err := c.listSince(ctx, u)
		if err != nil {
			return false, err
		}
		candidates = slices.DeleteFunc(since, func(a listedApplication) bool {
			return !u.canBe(a) || slices.Contains(others, a.ClientID)
		})
		same = slices.DeleteFunc(slices.Clone(candidates), func(a listedApplication) bool { return !u.describes(a) })
		wasUnclear := slices.ContainsFunc(candidates, func(a listedApplication) bool {
			return slices.Contains(u.Unclear, a.ClientID)
		})
		if wasUnclear || !isNew && len(candidates) > 0 {
			return false, ambiguous(u.Name, candidates)
		}
		return len(same) > 0, nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(same) > lost:
		return nil, ambiguous(u.Name, same)
	case len(same) == 0 && len(candidates) >= lost:
		return nil, ambiguous(u.Name, candidates)
	case len(same) == 0:
		return nil, nil
	}
	return &same[0].Application, nil
}

// AmbiguousError says that it cannot be told whether one of some applications, and which, is the one that a creation
// without an answer made. Only a person can.
type AmbiguousError struct {
	Name      string
	ClientIDs []string
}

// Error names the applications.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("whether one of these applications named %q is the one that was created cannot be told: %s",
		e.Name, strings.Join(e.ClientIDs, ", "))
}

func ambiguous(name string, applications []listedApplication) *AmbiguousError {
	e := &AmbiguousError{Name: name}
	for _, application := range applications {
		e.ClientIDs = append(e.ClientIDs, application.ClientID)
	}
	return e
}

// listedApplication is an application as a listing shows it.
type listedApplication struct {
	Application
	members map[string]any
}

// UnmarshalJSON decodes both views.
func (a *listedApplication) UnmarshalJSON(encoded []byte) error {
	if err := wire.Decode(encoded, &a.Application); err != nil {
		return err
	}
	return json.Unmarshal(encoded, &a.members)
}

// listSince returns the third-party applications made since the creation was sent, in order of creation. It reads the
// listing from where its end was then, and from further ahead if deletions have moved everything there. If all
// those are gone by which new ones are told from old, it returns all applications, and isNew is false.
func (c *Applications) listSince(
	ctx context.Context, u *UnansweredCreate,
) (since []listedApplication, isNew bool, err error) {
	isOlder := func(a listedApplication) bool { return slices.Contains(u.Older, a.ClientID) }
	first := max(u.Total-1, 0) / call.PageSize
	page, err := c.thirdPartyPage(ctx, first)
	if err != nil {
		return nil, false, err
	}
	items := page.Items
	for number := first + 1; page.Length() >= call.PageSize || number*call.PageSize < page.Tells(); number++ {
		if page, err = c.thirdPartyPage(ctx, number); err != nil {
			return nil, false, err
		}
		if page.Length() == 0 {
			break
		}
		items = append(items, page.Items...)
	}
	for ; first > 0 && !slices.ContainsFunc(items, isOlder); first-- {
		if page, err = c.thirdPartyPage(ctx, first-1); err != nil {
			return nil, false, err
		}
		items = slices.Concat(page.Items, items)
	}
	for i, item := range slices.Backward(items) {
		if isOlder(item) {
			return items[i+1:], true, nil
		}
	}
	return items, u.namesAll(), nil
}

// thirdPartyPage fetches one page of third-party applications in order of creation, counted from 0, without their
// secrets.
func (c *Applications) thirdPartyPage(ctx context.Context, number int) (wire.Page[listedApplication], error) {
	return call.FetchPage[listedApplication](
		ctx, c.caller, call.PathTo("clients"), "clients", call.Numbered(thirdParty(), number),
	)
}
