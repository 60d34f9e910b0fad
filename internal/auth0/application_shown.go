package auth0

import (
	"errors"
	"net/http"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// shownApplication is an application in an answer to a read. Auth0 leaves out silently what the access token may not
// see: without read:clients that is nearly everything, whether the application is first-party included.
type shownApplication struct {
	Application
	IsFirstParty firstParty `json:"is_first_party"` // which every application has
}

// firstParty is whether an application is the tenant's own, and whether that is shown at all. Whatever is not false, in
// whatever spelling, counts as the tenant's own, which nobody changes.
type firstParty struct{ shown, is bool }

// UnmarshalJSON decodes the member. It is called only if the member is there.
func (f *firstParty) UnmarshalJSON(encoded []byte) error {
	*f = firstParty{shown: true, is: !strings.EqualFold(strings.Trim(string(encoded), `"`), "false")}
	return nil
}

// wholly returns the applications. It refuses those that are not shown wholly: what was left out would be taken for
// what is not set, and a first-party application for a third-party one.
func wholly(path string, shown ...shownApplication) ([]Application, error) {
	applications := make([]Application, len(shown))
	for i, one := range shown {
		if !one.IsFirstParty.shown {
			return nil, call.ReadError(http.StatusOK, path, errors.New("Auth0 left out what the access token may not see of the application; it needs the scope read:clients"))
		}
		applications[i] = one.Application
		applications[i].IsFirstParty = one.IsFirstParty.is
	}
	return applications, nil
}
