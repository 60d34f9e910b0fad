package review

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// world is a tenant before or after the change, as far as the plan shows it, with unknown values at their widest or
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
	unshown    map[holding]bool              // grants whose scopes no resource shows
	settings   map[settingKey]setting
	notes      []note
	isLoose    bool // whether a value is unknown, so that the widest and the narrowest tenant differ
}

// holder is an application. Its key is its address, or its client_id if no resource of the plan is the application.
type holder struct {
	auth0.Application        // with the key as ClientID, so that access is computed by keys
	key, clientID     string // clientID is empty if it is known only after apply
	address           string
	isGuess           bool // known only from a grant
	isUnsettled       bool // whether Auth0 decides at apply how it can request tokens
	perhapsFirstParty bool
}

// api is what the plan shows of an API.
type api struct {
	name     string
	address  string
	isSystem bool // Auth0's own
}

// policy is what the plan shows of an API's access policy. A half that it does not show is empty.
type policy struct{ user, client, address string }

// holding identifies a grant: there is at most one for each. The key of default permissions is empty.
type holding struct{ key, audience, subjectType string }

// settingKey identifies a setting.
type settingKey struct{ code, id string }

// setting is something that is open or closed to third parties. A setting that the plan does not show is closed.
type setting struct {
	isOpen        bool
	isUndeclared  bool // no resource declares it, so it stays as it is
	address       string
	opens, closes Sentence
}

// note is a value that is not known.
type note struct {
	address  string
	sentence Sentence
}

// bothFlows are the grant types for user access and client access.
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
		unshown:    map[holding]bool{},
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

// note records that a value is not known.
func (w *world) note(o object, attribute, consequence string) {
	w.isLoose = true
	reason := "is known only after apply"
	if o.isSensitive(attribute) {
		reason = "is sensitive"
	}
	text := say(name(attribute), " of ", name(o.address), " "+reason+": "+consequence+".")
	w.notes = append(w.notes, note{o.address, text})
}

// flag returns a boolean. If it is unknown, it is the wider or the narrower value.
func (w *world) flag(o object, null, widest bool, attribute, consequence string) bool {
	if _, isKnown := o.flag(attribute); !isKnown {
		w.note(o, attribute, consequence)
	}
	return o.flagOr(null, widest == w.wide, attribute)
}

// word returns the value of an enumeration. If it is unknown, it is the wider or the narrower value.
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

// guess adds the applications of which only grants are known, unless the other side knows the application.
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

// fill adds objects that data sources show and that no resource declares, neither here nor in own, the tenant before.
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
	for held := range w.unshown {
		if shown, isShown := context.grants[held]; isShown {
			shown.ID = w.grants[held].ID
			w.grants[held] = shown
		}
	}
}

// keepPolicies adds halves of access policies that are not declared. An API always has both, and they stay as they are.
func (w *world) keepPolicies(from *world) {
	for audience, kept := range from.policies {
		shown := w.policies[audience]
		shown.user, shown.client = cmp.Or(shown.user, kept.user), cmp.Or(shown.client, kept.client)
		shown.address = cmp.Or(shown.address, kept.address)
		w.policies[audience] = shown
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

// audiences returns every audience that is named.
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

// undeclaredPolicy is the policy of an API whose policy the plan does not show. Package access treats a policy that
// Auth0 does not have as require_client_grant.
const undeclaredPolicy = "undeclared"

// decider computes access to APIs. An API that only elsewhere has is gone; any other API that no resource declares
// exists. If the scopes of an API are not shown, it defines those that are named.
func (w *world) decider(audiences []string, elsewhere map[string]api, named map[string][]string) *access.Decider {
	tenant := access.Tenant{Organizations: permitting{}}
	for _, audience := range audiences {
		shown, isShown := w.apis[audience]
		if _, isShownElsewhere := elsewhere[audience]; !isShown && isShownElsewhere {
			continue
		}
		scopes, isDefined := w.scopes[audience]
		if !isDefined {
			scopes = named[audience]
		}
		tenant.APIs = append(tenant.APIs, shown.at(audience, w.policies[audience], scopes))
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
	made.SubjectTypeAuthorization.User.Policy = cmp.Or(p.user, undeclaredPolicy)
	made.SubjectTypeAuthorization.Client.Policy = cmp.Or(p.client, undeclaredPolicy)
	for _, scope := range scopes {
		made.Scopes = append(made.Scopes, auth0.APIScope{Value: scope})
	}
	return made
}

// permitting are organizations that do not prevent access, because a plan does not show which exist.
type permitting struct{}

func (permitting) Exist() access.Answer           { return access.Yes }
func (permitting) Admit(string) access.Answer     { return access.Yes }
func (permitting) HaveGrant(string) access.Answer { return access.Yes }
