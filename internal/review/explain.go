package review

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Explain writes who can reach what for a terminal: the applications, and a line for each API and subject type.
func Explain(entries []access.Entry) string {
	if len(entries) == 0 {
		return "No third-party application can reach any API.\n"
	}
	var out strings.Builder
	last := ""
	for _, e := range entries {
		if e.ClientID != last {
			fmt.Fprintf(&out, "%s (%s), %s\n", auth0.Printable(e.Application), auth0.Printable(e.ClientID), e.SecurityMode)
			last = e.ClientID
		}
		fmt.Fprintf(&out, "  %s %s%s: %s%s\n", verbOf(e), auth0.Printable(e.Audience), forWhom(e.SubjectType),
			e.Why(), grantOf(e))
	}
	return out.String()
}

func verbOf(e access.Entry) string {
	scopes := auth0.Printable(strings.Join(e.Scopes, ", "))
	switch {
	case e.AllScopes && e.Reason.Allows():
		return "gets all scopes (" + scopes + ") of"
	case e.Reason.Allows() && scopes == "":
		return "gets tokens without scopes of"
	case e.Reason.Allows():
		return "gets " + scopes + " of"
	case e.Reason == access.OrganizationUnknown:
		return "perhaps gets " + scopes + " of"
	default:
		return "gets no tokens of"
	}
}

func grantOf(e access.Entry) string {
	if e.GrantID == "" {
		return ""
	}
	return " (" + auth0.Printable(e.GrantID) + ")"
}

// shownEntry is an entry in the form of the data source auth0access_effective_access.
type shownEntry struct {
	ClientID        string   `json:"client_id"`
	ApplicationName string   `json:"application_name"`
	SecurityMode    string   `json:"security_mode"`
	Audience        string   `json:"audience"`
	APIName         string   `json:"api_name,omitempty"`
	SubjectType     string   `json:"subject_type"`
	Allowed         bool     `json:"allowed"`
	Reason          string   `json:"reason"`
	Scopes          []string `json:"scopes"`
	AllScopes       bool     `json:"all_scopes"`
	UndefinedScopes []string `json:"undefined_scopes"`
	GrantID         string   `json:"grant_id,omitempty"`
}

// MarshalJSON writes the entries as the data source does.
func (s *Snapshot) MarshalJSON() ([]byte, error) {
	shown := make([]shownEntry, 0, len(s.entries))
	for _, e := range s.entries {
		shown = append(shown, shownEntry{
			ClientID: e.ClientID, ApplicationName: e.Application, SecurityMode: e.SecurityMode, Audience: e.Audience,
			APIName: e.API, SubjectType: e.SubjectType, Allowed: e.Reason.Allows(), Reason: string(e.Reason),
			Scopes: append([]string{}, e.Scopes...), AllScopes: e.AllScopes,
			UndefinedScopes: append([]string{}, e.UndefinedScopes...), GrantID: e.GrantID,
		})
	}
	return json.Marshal(shown)
}
