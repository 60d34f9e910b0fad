package review

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// world is a tenant before or after, as far as the plan shows it. Unknown values are at their widest or at their
// narrowest.
type world struct {
	wide bool

	holders    map[string]*holder // by key
	keys       map[string]string  // keys of holders by client_id
	firstParty map[string]bool    // by client_id
	apis       map[string]api     // by audience
	policies   map[string]policy
	scopes     map[string][]string
	grants     map[holding]auth0.ClientGrant // their ids are addresses
	untold     map[holding]bool              // grants whose scopes no resource shows
	settings   map[settingKey]setting
	notes      []note
	isLoose    bool // whether anything is not known, so that the widest and the narrowest differ
}

// holder is an application. Its key is its address, or its client_id if no resource of the plan is the application.
type holder struct {
	auth0.Application        // with the key as ClientID, so that access is worked out by keys
	key, clientID     string // clientID is empty if it is known only after apply
	address           string
	isGuess           bool // known only from a grant
	isUnsettled       bool // whether Auth0 decides at apply how it can ask for tokens
	perhapsFirstParty bool
}

// api is an API as far as it is told.
type api struct {
	name     string
	address  string
	isSystem bool // Auth0's own
}

// policy is an API's access policy as far as it is told: empty halves are not.
type policy struct{ user, client, address string }

// holding is what there is at most one grant for. The key of default permissions is empty.
type holding struct{ key, audience, subjectType string }

// settingKey identifies a setting.
type settingKey struct{ code, id string }

// setting is something that is open or closed to third parties. One that is not told is closed.
type setting struct {
	isOpen        bool
	isUntold      bool // it stays as it is, which is not told
	address       string
	opens, closes Sentence
}

// note is a value that is not known.
type note struct {
	address  string
	sentence Sentence
}

// bothFlows let an application ask for tokens of both kinds.
var bothFlows = []string{"authorization_code", "client_credentials"}

func newWorld(wide bool) *world {
	return &world{
		wide:       wide,
		holders:    map[string]*holder{},
		keys:       map[string]string{},
		firstParty: map[string]bool{},
		apis:       map[string]api{},
		policies:   map[string]policy{},
		scopes:     map[string][]string{},
		grants:     map[holding]auth0.ClientGrant{},
		untold:     map[holding]bool{},
		settings:   map[settingKey]setting{},
	}
}

// addHolder declares an application.
func (w *world) addHolder(h *holder) {
	h.ClientID = h.key
	w.holders[h.key] = h
	if h.clientID != "" {
		w.keys[h.clientID] = h.key
	}
}

// holderOf returns the key of the application whose client_id a resource holds or refers to.
func (w *world) holderOf(o object) string {
	clientID, isKnown := o.text("client_id")
	if isKnown && clientID != "" {
		return w.keyOf(clientID)
	}
	if o.refers != nil {
		candidates := slices.DeleteFunc(o.refers("client_id"), func(address string) bool {
			return w.holders[address] == nil
		})
		if len(candidates) == 1 {
			return candidates[0]
		}
	}
	return unresolved + o.address
}

// unresolved begins the keys of applications that are known only after apply. No client_id begins so.
const unresolved = "?"

func isUnresolved(key string) bool { return strings.HasPrefix(key, unresolved) }

func (w *world) keyOf(clientID string) string {
	if key := w.keys[clientID]; key != "" {
		return key
	}
	return clientID
}

// audienceOf returns the identifier of an API that an attribute holds, or its placeholder.
func (w *world) audienceOf(o object, attribute string) string {
	if audience, isKnown := o.text(attribute); isKnown {
		return audience
	}
	w.note(o, attribute, "which API it is about is known only after apply")
	return "(known after apply: " + o.address + ")"
}

// idOf returns what identifies the object of a setting: an id or, if that is not known, what it refers to.
func (w *world) idOf(o object, attribute string) string {
	if id, isKnown := o.text(attribute); isKnown && id != "" {
		return id
	}
	if o.refers != nil {
		if found := o.refers(attribute); len(found) == 1 {
			return found[0]
		}
	}
	return o.address
}

// note says that a value is not known.
func (w *world) note(o object, attribute, consequence string) {
	w.isLoose = true
	reason := "is known only after apply"
	if o.isSensitive(attribute) {
		reason = "is sensitive"
	}
	text := say(name(attribute), " of ", name(o.address), " "+reason+": "+consequence+".")
	w.notes = append(w.notes, note{o.address, text})
}

// flag returns a flag. If it is not known, it is the wider or the narrower of its values.
func (w *world) flag(o object, null, widest bool, attribute, consequence string) bool {
	if _, isKnown := o.flag(attribute); !isKnown {
		w.note(o, attribute, consequence)
	}
	return o.flagOr(null, widest == w.wide, attribute)
}

// word returns a word, or the wider of two.
func (w *world) word(o object, widest, narrowest, consequence string, path ...string) string {
	value, isKnown := o.word(path...)
	if isKnown {
		return value
	}
	w.note(o, path[0], consequence)
	if w.wide {
		return widest
	}
	return narrowest
}

// guess adds the applications that are told by nothing but their grants, unless the other world says what became of
// them.
func (w *world) guess(other *world) {
	for held, grant := range w.grants {
		key := held.key
		if key == "" || w.holders[key] != nil || other.holders[key] != nil && !other.holders[key].isGuess {
			continue
		}
		if known := other.keys[key]; known != "" && !other.isGuess(known) || w.firstParty[key] {
			continue
		}
		guessed := &holder{key: key, clientID: key, isGuess: true, address: grant.ID}
		guessed.GrantTypes = bothFlows
		guessed.ThirdPartySecurityMode = guessed.securityMode()
		guessed.perhapsFirstParty = isOfficial(grant.ID) && !auth0.IsStrictClientID(key)
		if isUnresolved(key) {
			guessed.clientID = ""
			guessed.ThirdPartySecurityMode = auth0.SecurityModeStrict
		}
		w.addHolder(guessed)
	}
}

func (w *world) isGuess(key string) bool { return w.holders[key] != nil && w.holders[key].isGuess }

func (h *holder) securityMode() string {
	if auth0.IsStrictClientID(h.key) {
		return auth0.SecurityModeStrict
	}
	return auth0.SecurityModePermissive
}

// fill adds what data sources tell, as far as no resource tells it, nor tells it of the tenant as it is.
func (w *world) fill(context, own *world) {
	for key, one := range context.holders {
		if w.holders[key] == nil && own.holders[key] == nil {
			w.addHolder(one)
		}
	}
	fillMap(w.apis, context.apis, own.apis)
	w.keepPolicies(context)
	fillMap(w.scopes, context.scopes, own.scopes)
	fillMap(w.grants, context.grants, own.grants)
}

// learn takes from data sources the scopes of grants that no resource shows.
func (w *world) learn(context *world) {
	for held := range w.untold {
		if told, isTold := context.grants[held]; isTold {
			told.ID = w.grants[held].ID
			w.grants[held] = told
		}
	}
}

// keepPolicies adds halves of access policies that are not declared. An API always has both, and they stay as they are.
func (w *world) keepPolicies(from *world) {
	for audience, kept := range from.policies {
		told := w.policies[audience]
		told.user, told.client = cmp.Or(told.user, kept.user), cmp.Or(told.client, kept.client)
		told.address = cmp.Or(told.address, kept.address)
		w.policies[audience] = told
	}
}

func fillMap[K comparable, V any](to, from, own map[K]V) {
	for key, value := range from {
		_, isThere := to[key]
		_, isOwn := own[key]
		if !isThere && !isOwn {
			to[key] = value
		}
	}
}

// clone returns a copy whose maps can be filled.
func (w *world) clone() *world {
	copied := *w
	copied.holders, copied.keys = maps.Clone(w.holders), maps.Clone(w.keys)
	copied.apis, copied.policies = maps.Clone(w.apis), maps.Clone(w.policies)
	copied.scopes, copied.grants = maps.Clone(w.scopes), maps.Clone(w.grants)
	return &copied
}

// audiences are all that are named.
func (w *world) audiences() map[string]bool {
	named := map[string]bool{}
	for audience := range w.apis {
		named[audience] = true
	}
	for audience := range w.policies {
		named[audience] = true
	}
	for held := range w.grants {
		named[held.audience] = true
	}
	return named
}

// notTold is the policy of an API whose policies are not told. It is none that Auth0 has, and package access takes such
// a one for require_client_grant.
const notTold = "not told"

// decider works out access to APIs. One is gone if elsewhere alone has it; one that no resource is stands for itself.
// If the scopes of an API are not told, it defines those that are named.
func (w *world) decider(audiences []string, elsewhere map[string]api, named map[string][]string) *access.Decider {
	tenant := access.Tenant{Organizations: permitting{}}
	for _, audience := range audiences {
		told, isTold := w.apis[audience]
		if _, isToldElsewhere := elsewhere[audience]; !isTold && isToldElsewhere {
			continue
		}
		scopes, isDefined := w.scopes[audience]
		if !isDefined {
			scopes = named[audience]
		}
		tenant.APIs = append(tenant.APIs, told.at(audience, w.policies[audience], scopes))
	}
	for held, grant := range w.grants {
		grant.ClientID, grant.Audience, grant.SubjectType = held.key, held.audience, held.subjectType
		if held.key == "" {
			grant.DefaultFor = auth0.DefaultForThirdPartyClients
		}
		tenant.Grants = append(tenant.Grants, grant)
	}
	return tenant.Decider()
}

func (a api) at(audience string, p policy, scopes []string) auth0.API {
	made := auth0.API{Name: a.name, Identifier: audience, IsSystem: a.isSystem}
	made.SubjectTypeAuthorization.User.Policy = cmp.Or(p.user, notTold)
	made.SubjectTypeAuthorization.Client.Policy = cmp.Or(p.client, notTold)
	for _, scope := range scopes {
		made.Scopes = append(made.Scopes, auth0.APIScope{Value: scope})
	}
	return made
}

// permitting are organizations that do not prevent access. A plan does not tell which there are.
type permitting struct{}

func (permitting) Exist() access.Answer           { return access.Yes }
func (permitting) Admit(string) access.Answer     { return access.Yes }
func (permitting) HaveGrant(string) access.Answer { return access.Yes }
