package consent

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// maxRounds is how often the action revokes what it lists, because users may consent again while it runs.
const maxRounds = 3

// revoking revokes the access of one application, user by user.
type revoking struct {
	client *auth0.Client
	app    *auth0.Application
	of     auth0.ConsentFilter
	limit  int // users; 0 for any number
	say    func(format string, args ...any)
	diags  *diag.Diagnostics

	deleted map[string]bool // ids of consents
	users   int             // whose access was revoked
	isEnded bool            // an error that would occur for every other user ended the run

	missing error    // Auth0's refusal if the tenant has no revocation of refresh tokens
	kept    []string // users whose refresh tokens Auth0 refused to revoke for another reason, with the reason
	failed  []string // users who still have consents, with the reason
}

// user is a user with the consents that the user gave.
type user struct {
	id       string
	consents []auth0.Consent
}

// found lists the users with consents that were not deleted.
func (r *revoking) found(ctx context.Context) ([]user, error) {
	consents, err := r.client.ListConsents(ctx, r.of)
	if err != nil {
		return nil, err
	}
	// A listing may show deleted consents for a moment.
	consents = slices.DeleteFunc(consents, func(consent auth0.Consent) bool { return r.deleted[consent.ID] })
	slices.SortFunc(consents, inOrder)
	var users []user
	for _, consent := range consents {
		if last := len(users) - 1; last < 0 || users[last].id != consent.UserID {
			users = append(users, user{id: consent.UserID})
		}
		last := &users[len(users)-1]
		last.consents = append(last.consents, consent)
	}
	return users, nil
}

// choose lists the users whose access is to be revoked, and reports their number.
func (r *revoking) choose(ctx context.Context) []user {
	users, err := r.found(ctx)
	if err != nil {
		tf.AddAPIError(r.diags, "Could not list the consents", err)
		return nil
	}
	r.say("Users who consented to %q (%s): %d", r.app.Name, r.app.ClientID, len(users))
	if left := len(users) - r.limit; r.limit > 0 && left > 0 {
		r.say("The limit is %d. Users who keep their consents for now: %d", r.limit, left)
		return users[:r.limit]
	}
	return users
}

// preview names the users whose access would be revoked.
func (r *revoking) preview(ctx context.Context) {
	users := r.choose(ctx)
	if r.diags.HasError() {
		return
	}
	for _, one := range users {
		r.say("Would revoke the access that %s gave, with refresh tokens. Consents: %d", one.id, len(one.consents))
	}
	r.say("Nothing was revoked: this is a dry run")
}

// run revokes the access, including what users consent to while it runs.
func (r *revoking) run(ctx context.Context) {
	r.deleted = map[string]bool{}
	users := r.choose(ctx)
	for round := 1; len(users) > 0; round++ {
		for i, one := range users {
			r.revoke(ctx, one, i+1, len(users))
			if r.isEnded {
				break
			}
		}
		if r.isEnded || len(r.failed) > 0 || r.limit > 0 {
			break
		}
		var err error
		if users, err = r.found(ctx); err != nil {
			tf.AddAPIError(r.diags, "Could not list the consents", err)
			break
		}
		if len(users) > 0 && round == maxRounds {
			r.diags.AddError("Users keep giving consent",
				fmt.Sprintf("Consents deleted: %d. Meanwhile users have consented to %q (%s) again. First shut the application "+
					"off with auth0access_rate_limit_policy and limit = 0, then invoke the action again.",
					len(r.deleted), r.app.Name, r.app.ClientID))
			break
		}
	}
	if !r.diags.HasError() || len(r.deleted) > 0 {
		r.say("Consents deleted: %d. Users whose access was revoked: %d", len(r.deleted), r.users)
	}
	r.report()
}

// revoke revokes a user's refresh tokens and then deletes the user's consents. The order matters: after a failure, only
// a consent leads to the user whose refresh tokens still work. If Auth0 will never revoke the tokens, the consents are
// deleted all the same.
func (r *revoking) revoke(ctx context.Context, one user, number, of int) {
	tokens := "not revoked"
	if r.missing == nil {
		err := r.client.RevokeRefreshTokens(ctx, auth0.RefreshTokensOf{
			UserID: one.id, ClientID: r.of.ClientID, Audience: r.of.Audience,
		})
		if tokens = r.outcome(ctx, one.id, err); tokens == "" {
			r.fail(ctx, one.id, err)
			return
		}
	}
	for _, consent := range one.consents {
		if err := r.client.DeleteConsent(ctx, consent.ID); err != nil && !auth0.IsNotFound(err) {
			r.fail(ctx, one.id, err)
			return
		}
		r.deleted[consent.ID] = true
	}
	r.users++
	r.say("Revoked the access that %s gave (%d of %d). Consents: %d. Refresh tokens: %s",
		one.id, number, of, len(one.consents), tokens)
}

// outcome says what happened to a user's refresh tokens. It is empty if a later attempt may succeed.
func (r *revoking) outcome(ctx context.Context, userID string, err error) string {
	switch {
	case err == nil:
		return "revoked"
	case auth0.AreRefreshTokensGone(err):
		return "already gone"
	case endsAll(ctx, err):
		return ""
	case auth0.IsRevocationMissing(err):
		r.missing = err
		r.say("This tenant does not revoke refresh tokens. Consents are deleted all the same")
		return "not revoked"
	case auth0.IsRevocationRefused(err):
		r.kept = append(r.kept, fmt.Sprintf("%s: %v", userID, err))
		return "not revoked"
	}
	return ""
}

// endsAll reports whether the error would occur for every other user too.
func endsAll(ctx context.Context, err error) bool {
	var common *auth0.CommonError
	return ctx.Err() != nil || errors.As(err, &common) || auth0.IsScope(err)
}

// fail records that a user still has consents, by which the next invocation finds the user.
func (r *revoking) fail(ctx context.Context, userID string, err error) {
	if r.isEnded = endsAll(ctx, err); r.isEnded {
		tf.AddAPIError(r.diags, "Could not revoke the access", err)
		return
	}
	r.failed = append(r.failed, fmt.Sprintf("%s: %v", userID, err))
	r.say("Could not revoke the access that %s gave", userID)
}

// report adds errors about the access that remains.
func (r *revoking) report() {
	if len(r.failed) > 0 {
		r.diags.AddError("Could not revoke all access",
			fmt.Sprintf("Consents deleted: %d. These users still have consents:\n\n%s\n\nRemove the cause, then invoke the "+
				"action again. It continues with these users.", len(r.deleted), itemized(r.failed)))
	}
	const until = "They work until they expire. To end them now, delete the application. Until then, " +
		"auth0access_rate_limit_policy with limit = 0 shuts it off."
	if r.missing != nil {
		r.diags.AddError("Tenant does not revoke refresh tokens",
			fmt.Sprintf("%v. Auth0 offers this call in early access, and the tenant seems to lack it. Consents deleted: %d. "+
				"Refresh tokens of %q (%s) remain. %s", r.missing, len(r.deleted), r.app.Name, r.app.ClientID, until))
	}
	if len(r.kept) > 0 {
		r.diags.AddError("Could not revoke refresh tokens",
			fmt.Sprintf("Consents deleted: %d. Refresh tokens of these users for %q (%s) remain:\n\n%s\n\n%s",
				len(r.deleted), r.app.Name, r.app.ClientID, itemized(r.kept), until))
	}
}

// maxItems is how many users an error names.
const maxItems = 20

func itemized(users []string) string {
	if more := len(users) - maxItems; more > 0 {
		return tf.Itemized(users[:maxItems]) + fmt.Sprintf("\n  and %d more", more)
	}
	return tf.Itemized(users)
}
