package auth0

import (
	"encoding/json"
	"errors"
)

// shownApplication is an application in an answer to a read. Auth0 leaves out silently what the access token may not
// see: without read:clients that is nearly everything, whether the application is first-party included.
type shownApplication struct {
	Application
	partial bool
}

// UnmarshalJSON decodes the application and looks for a member that every application has. An application of which that
// member cannot be understood counts as the tenant's own, which nobody changes.
func (a *shownApplication) UnmarshalJSON(encoded []byte) error {
	var sign struct {
		IsFirstParty json.RawMessage `json:"is_first_party"`
	}
	if err := json.Unmarshal(encoded, &sign); err != nil {
		return err
	}
	if err := decode(encoded, &a.Application); err != nil {
		return err
	}
	a.partial = sign.IsFirstParty == nil
	if a.partial {
		return nil
	}
	var isFirstParty *bool
	if decode(sign.IsFirstParty, &isFirstParty) != nil || isFirstParty == nil {
		a.IsFirstParty = true
	}
	return nil
}

// wholly returns the applications. It refuses those that are not shown wholly: what was left out would be taken for
// what is not set, and a first-party application for a third-party one.
func wholly(path string, shown ...shownApplication) ([]Application, error) {
	applications := make([]Application, len(shown))
	for i, one := range shown {
		if one.partial {
			return nil, misshapenPage(path, errors.New("Auth0 left out what the access token may not see of the application; it needs the scope read:clients"))
		}
		applications[i] = one.Application
	}
	return applications, nil
}
