package tf

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Ending says when access ends and when somebody is to look at it again. It is embedded by the models of resources that
// give access, whose plan begins with [PlanEnding].
//
// What is planned must not change when the date passes between the plan and its apply, for Terraform plans once more
// in the apply and insists on the same. So nothing is planned by the clock. A refresh notes that the date has passed
// ([Ending.Seen]), and the plan of an expired access is its end. If the date itself is new, the plan leaves the
// status unknown, and the apply decides ([Ending.Settle]).
type Ending struct {
	ExpiresAt types.String `tfsdk:"expires_at"`
	ReviewBy  types.String `tfsdk:"review_by"`
	Status    types.String `tfsdk:"status"`
}

// Values of Ending.Status, which is null without an expires_at.
const (
	accessActive  = "active"
	accessExpired = "expired" // the date has passed, and the access is there
	accessEnded   = "ended"   // the date has passed, and the access is not there
)

// reviewNotice is how long before review_by the warnings begin.
const reviewNotice = 14 * 24 * time.Hour

// AddEndingAttributes adds the attributes of an [Ending]. ends says what happens at the end, as in "the grant is
// deleted".
func AddEndingAttributes(attributes map[string]schema.Attribute, ends string) {
	attributes["expires_at"] = schema.StringAttribute{
		MarkdownDescription: "When the access ends, such as `2027-01-31T00:00:00Z` (RFC 3339, with a time zone). The first " +
			"plan after that time shows it, and its apply ends the " +
			"access: " + ends + ", and the resource stays in the state. A later " +
			"`expires_at` brings the access back. Without it the access does not end.",
		Optional:   true,
		Validators: []validator.String{timestamp{}},
	}
	attributes["review_by"] = schema.StringAttribute{
		MarkdownDescription: "When somebody should decide whether the access is still needed, written as `expires_at` and " +
			"not later than it. Every plan warns from 14 days before. It has no other effect.",
		Optional:   true,
		Validators: []validator.String{timestamp{}},
	}
	attributes["status"] = schema.StringAttribute{
		MarkdownDescription: "Status of the access with regard to `expires_at`: `active`, `expired` (the next apply ends " +
			"it) or `ended`. Null without `expires_at`.",
		Computed: true,
	}
}

// HasEnded reports whether the access is over and not there.
func (e Ending) HasEnded() bool { return e.Status.ValueString() == accessEnded }

// isDue reports whether the date has passed. By the tenant's clock, that is: those of the machines do not matter.
func (e Ending) isDue(client *auth0.Client) bool {
	at, isSet := moment(e.ExpiresAt)
	return isSet && !client.Now().Before(at)
}

// Seen returns the ending of access that a refresh has found in the tenant.
func (e Ending) Seen(client *auth0.Client) Ending {
	switch {
	case e.ExpiresAt.IsNull():
		e.Status = types.StringNull()
	case e.isDue(client):
		e.Status = types.StringValue(accessExpired)
	default:
		e.Status = types.StringValue(accessActive)
	}
	return e
}

// Missed returns the ending of access that a refresh has not found in the tenant, and whether it is over by its date.
// Otherwise it was taken away before.
func (e Ending) Missed(client *auth0.Client) (ending Ending, isOver bool) {
	if !e.HasEnded() && !e.isDue(client) {
		return e, false
	}
	return e.End(), true
}

// planned returns the ending as a plan has it, given that of the state, or nil if there is none.
func (e Ending) planned(state *Ending) Ending {
	switch {
	case e.ExpiresAt.IsNull():
		e.Status = types.StringNull()
	case state == nil, !isSameMoment(e.ExpiresAt, state.ExpiresAt):
		e.Status = types.StringUnknown()
	case state.Status.ValueString() == accessExpired:
		e.Status = types.StringValue(accessEnded)
	default:
		e.Status = state.Status
	}
	return e
}

// Settle returns the ending as an apply makes it, which decides what the plan has left open.
func (e Ending) Settle(client *auth0.Client) Ending {
	if e.Status.IsUnknown() {
		e = e.Seen(client)
	}
	if e.Status.ValueString() == accessExpired {
		return e.End()
	}
	return e
}

// check says what a person has to decide about the plan: that the access ends with this apply or is not given at all,
// because its new date has passed, and that it is time to look at it. object names the access in a sentence.
func (e Ending) check(client *auth0.Client, object string, diags *diag.Diagnostics) {
	expires, doesExpire := moment(e.ExpiresAt)
	review, isReviewed := moment(e.ReviewBy)
	switch {
	case doesExpire && isReviewed && review.After(expires):
		diags.AddAttributeError(path.Root("review_by"), "Review is later than the end",
			fmt.Sprintf("review_by is %s, and the access ends before that, at %s. Write an earlier review_by, or leave it out.",
				e.ReviewBy.ValueString(), e.ExpiresAt.ValueString()))
	case e.Status.IsUnknown() && e.isDue(client):
		diags.AddAttributeWarning(path.Root("expires_at"), "Access ends with this apply",
			fmt.Sprintf("expires_at is %s, which has passed: by the tenant's clock it is %s. There will be no %s after the "+
				"apply. If that is not what is meant, write a later date.",
				e.ExpiresAt.ValueString(), shown(client.Now()), object))
	case isReviewed && !e.HasEnded() && !client.Now().Before(review.Add(-reviewNotice)):
		diags.AddAttributeWarning(path.Root("review_by"), "Access is due for review",
			fmt.Sprintf("The %s is to be reviewed by %s, and by the tenant's clock it is %s. If it is still needed, write a "+
				"later review_by; otherwise remove the resource, or give it an expires_at.",
				object, e.ReviewBy.ValueString(), shown(client.Now())))
	}
}

func shown(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// moment returns the time that an argument names, if it is known.
func moment(argument types.String) (at time.Time, isSet bool) {
	at, err := time.Parse(time.RFC3339, argument.ValueString())
	return at, err == nil
}

// isSameMoment reports whether two arguments name the same time, in whatever time zone.
func isSameMoment(a, b types.String) bool {
	one, isOne := moment(a)
	other, isOther := moment(b)
	return isOne && isOther && one.Equal(other)
}

// timestamp accepts times in the form of RFC 3339.
type timestamp struct{}

func (timestamp) Description(context.Context) string { return "a time such as 2027-01-31T00:00:00Z" }

func (t timestamp) MarkdownDescription(ctx context.Context) string { return t.Description(ctx) }

func (timestamp) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	text := req.ConfigValue.ValueString()
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, text); err == nil {
		return
	}
	detail := fmt.Sprintf("%q is not a time as RFC 3339 writes it, or it names a month, a day, an hour or a time zone "+
		"that does not exist. Write it such as 2027-01-31T00:00:00Z.", text)
	if meant, ok := timeFor(text); ok {
		detail = fmt.Sprintf("%q does not say when: a date begins at another hour in each time zone. Write the time and "+
			"the zone too, such as %s.", text, meant)
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Not a point in time", detail)
}

// timeFor returns the time that may be meant by a text that lacks a part of it.
func timeFor(text string) (meant string, ok bool) {
	for _, layout := range []string{time.DateOnly, time.DateTime, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, text); err == nil {
			return shown(at), true
		}
	}
	return "", false
}

// AttributeSource is a plan or a state of which attributes can be read one by one.
type AttributeSource interface {
	GetAttribute(ctx context.Context, at path.Path, target any) diag.Diagnostics
}

// endingIn returns the ending in a plan or a state that does not fit into a model, because parts of it are unknown.
func endingIn(ctx context.Context, from AttributeSource, diags *diag.Diagnostics) (e Ending) {
	diags.Append(from.GetAttribute(ctx, path.Root("expires_at"), &e.ExpiresAt)...)
	diags.Append(from.GetAttribute(ctx, path.Root("review_by"), &e.ReviewBy)...)
	diags.Append(from.GetAttribute(ctx, path.Root("status"), &e.Status)...)
	return e
}

// PlanEnding plans the status by the dates of the plan and what the state says, and checks the dates. object names the
// access in a sentence.
func PlanEnding(
	ctx context.Context, client *auth0.Client, object string,
	req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) (planned Ending, hadEnded bool) {
	var before *Ending
	if !req.State.Raw.IsNull() {
		state := endingIn(ctx, req.State, &resp.Diagnostics)
		before = &state
	}
	planned = endingIn(ctx, req.Plan, &resp.Diagnostics).planned(before)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), planned.Status)...)
	planned.check(client, object, &resp.Diagnostics)
	return planned, before != nil && before.HasEnded()
}

// EndedGrants are the client grants that have ended, or end, in one walk of Terraform's, by their ids. What depends on
// such a grant ends with it. The zero value is an empty one; see [Shared].
type EndedGrants struct{ ids sync.Map }

// Note says that a grant ends or has ended.
func (g *EndedGrants) Note(id types.String) { g.ids.Store(id.ValueString(), true) }

// Has reports whether a grant ends or has ended, as far as it was planned by then.
func (g *EndedGrants) Has(id types.String) bool {
	_, has := g.ids.Load(id.ValueString())
	return has && !id.IsUnknown()
}

// End makes the status that of access which is over because what it depends on is.
func (e Ending) End() Ending {
	e.Status = types.StringValue(accessEnded)
	return e
}
