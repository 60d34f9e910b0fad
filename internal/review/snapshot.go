package review

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Snapshot is who can reach what at one time.
type Snapshot struct{ entries []access.Entry }

// NewSnapshot returns a snapshot of computed access.
func NewSnapshot(entries []access.Entry) *Snapshot { return &Snapshot{entries} }

// ErrNoSnapshot is returned for JSON that contains no access.
var ErrNoSnapshot = errors.New("this contains no access: give a state or outputs that contain the data source " +
	"auth0access_effective_access, what \"auth0access explain --format json\" prints, or the emulator's /__emulator/state")

// ReadSnapshot reads a snapshot from a state, from outputs, from a list of entries, or from the emulator's tenant. It
// finds entries at any depth.
func ReadSnapshot(from io.Reader) (*Snapshot, error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, fmt.Errorf("the snapshot cannot be read: %w", err)
	}
	if members, _ := value.(map[string]any); members["clients"] != nil && members["resource_servers"] != nil {
		return readTenant(text)
	}
	found := finder{at: map[question]bool{}, masks: &masks{byValue: map[string]string{}}}
	found.look(value)
	if items, isList := value.([]any); !found.isAccess && (!isList || len(items) > 0) {
		return nil, ErrNoSnapshot
	}
	return &found.Snapshot, nil
}

// finder looks for entries of effective_access in any JSON.
type finder struct {
	Snapshot
	at       map[question]bool
	masks    *masks
	isAccess bool
}

func (f *finder) look(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			f.look(item)
		}
	case map[string]any:
		if isEntry(value) {
			f.add(object{values: value, masks: f.masks})
			return
		}
		_, holdsAccess := value["access"].([]any)
		_, holdsPicture := value["mermaid"].(string)
		f.isAccess = f.isAccess || holdsAccess && holdsPicture
		if value["sensitive"] == true {
			return // a sensitive output
		}
		for _, name := range sortedKeys(value) {
			f.look(value[name])
		}
	}
}

func isEntry(members map[string]any) bool {
	for _, name := range []string{"client_id", "audience", "subject_type", "reason"} {
		if _, isText := members[name].(string); !isText {
			return false
		}
	}
	return true
}

func (f *finder) add(o object) {
	f.isAccess = true
	entry := entryOf(o)
	at := question{entry.ClientID, entry.Audience, entry.SubjectType}
	if !f.at[at] {
		f.at[at] = true
		f.entries = append(f.entries, entry)
	}
}

// readTenant computes the access in a tenant as the emulator shows it.
func readTenant(text []byte) (*Snapshot, error) {
	var shown struct {
		Clients                  []auth0.Application  `json:"clients"`
		APIs                     []auth0.API          `json:"resource_servers"`
		Grants                   []auth0.ClientGrant  `json:"client_grants"`
		Organizations            []auth0.Organization `json:"organizations"`
		OrganizationClientGrants []struct {
			GrantID string `json:"grant_id"`
		} `json:"organization_client_grants"`
		OrganizationClients []struct {
			OrganizationID string `json:"organization_id"`
			auth0.OrganizationApplication
		} `json:"organization_clients"`
	}
	if err := json.Unmarshal(text, &shown); err != nil {
		return nil, fmt.Errorf("the tenant cannot be read: %w", err)
	}
	known := &shownOrganizations{all: shown.Organizations, grants: map[string]bool{}}
	for _, one := range shown.OrganizationClientGrants {
		known.grants[one.GrantID] = true
	}
	known.applications = map[[2]string]*auth0.OrganizationApplication{}
	for _, one := range shown.OrganizationClients {
		known.applications[[2]string{one.OrganizationID, one.ClientID}] = &one.OrganizationApplication
	}
	tenant := access.Tenant{APIs: shown.APIs, Grants: shown.Grants, Organizations: known}
	for _, application := range shown.Clients {
		if application.IsThirdParty() {
			tenant.Applications = append(tenant.Applications, application)
		}
	}
	snapshot := &Snapshot{}
	for entry := range tenant.Effective() {
		if !entry.IsNothing() {
			snapshot.entries = append(snapshot.entries, entry)
		}
	}
	return snapshot, nil
}

// shownOrganizations are the organizations of a tenant that the emulator shows.
type shownOrganizations struct {
	all    []auth0.Organization
	grants map[string]bool
	// applications are the organizations' settings for single applications, by the ids of both.
	applications map[[2]string]*auth0.OrganizationApplication
}

func answer(is bool) access.Answer {
	if is {
		return access.Yes
	}
	return access.No
}

func (s *shownOrganizations) Exist() access.Answer { return answer(len(s.all) > 0) }

func (s *shownOrganizations) HaveGrant(grantID string) access.Answer {
	return answer(s.grants[grantID])
}

func (s *shownOrganizations) Admit(clientID string) access.Answer {
	for _, organization := range s.all {
		if organization.Admits(s.applications[[2]string{organization.ID, clientID}]) {
			return access.Yes
		}
	}
	return access.No
}

// side returns the snapshot as one side of a comparison. keys maps client_ids to keys of applications, if they differ.
func (s *Snapshot) side(keys map[string]string) side {
	w := newWorld(true)
	w.keys = keys
	made := side{wide: w, narrow: w, entries: map[question]access.Entry{}}
	for _, entry := range s.entries {
		w.addEntry(entry)
		made.entries[question{w.keyOf(entry.ClientID), entry.Audience, entry.SubjectType}] = entry
	}
	return made
}

// Diff reports who gained and who lost what from one snapshot to another.
func Diff(before, after *Snapshot) *Report {
	r := newReport()
	c := newComparison(before.side(map[string]string{}), after.side(map[string]string{}), nil)
	c.needsConfirming = true
	c.compareAccess(r)
	c.compareModes(r)
	r.sort()
	return r
}

// compareModes reports new permissive applications. An application's mode cannot change.
func (c *comparison) compareModes(r *Report) {
	isPermissive := func(h *holder) bool { return h != nil && h.SecurityMode() == auth0.SecurityModePermissive }
	for key, h := range c.after.wide.holders {
		if isAnybody(key) || !isPermissive(h) || isPermissive(c.before.wide.holders[key]) {
			continue
		}
		r.add(Finding{Code: codePermissive, Certain: true, Holder: h.Name, ClientID: h.clientID, Sentence: say(
			name(h.Name), " is permissive: it gets every scope of the APIs whose access policy allows all.")})
	}
}
