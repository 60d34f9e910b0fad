package thirdpartyapplication

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// filter is the arguments by which the data source lists applications and the action deletes some.
type filter struct {
	SecurityMode    types.String `tfsdk:"security_mode"`
	AppType         types.String `tfsdk:"app_type"`
	NameRegex       types.String `tfsdk:"name_regex"`
	OlderThan       types.String `tfsdk:"older_than"`
	WithoutGrants   types.Bool   `tfsdk:"without_grants"`
	WithoutConsents types.Bool   `tfsdk:"without_consents"`
	ExceptClientIDs types.Set    `tfsdk:"except_client_ids"`
}

// filterAttributes is the schema of filter. Data sources and actions have attributes of their own kinds.
func filterAttributes[A any](
	text func(description string, validators ...validator.String) A,
	flag, texts func(description string) A,
) map[string]A {
	return map[string]A{
		"security_mode": text("Only applications in this mode: `strict` or `permissive`.",
			stringvalidator.OneOf(auth0.SecurityModeStrict, auth0.SecurityModePermissive)),
		"app_type": text("Only applications of this type, such as `regular_web`, `spa`, `native` or `non_interactive`.",
			stringvalidator.LengthAtLeast(1)),
		"name_regex": text("Only applications whose name contains a match of this [regular "+
			"expression](https://pkg.go.dev/regexp/syntax): `^Partner ` finds names that begin with it, `(?i)agent` names "+
			"that contain the word in any case.", tf.RegularExpression()),
		"older_than": text("Only applications that are older than this, in days, hours and minutes: `90d`, `12h`, `1d12h`. "+
			"Applications whose age Auth0 does not show never match.", lengthOfTime{}),
		"without_grants": flag("`true` for applications without a client grant of their own. The default permissions of " +
			"APIs do not count."),
		"without_consents":  flag("`true` for applications that no user has consented to."),
		"except_client_ids": texts("Client ids of applications to leave out, such as those that Terraform manages."),
	}
}

// criteria is a filter that was read at some time.
type criteria struct {
	filter
	client *auth0.Client
	now    time.Time
	age    time.Duration // 0 for any
	name   *regexp.Regexp
	except map[string]bool
}

// criteria reads the filter. The error is that of a value which validation has refused, if it was known then.
func (f filter) criteria(client *auth0.Client) (criteria, error) {
	c := criteria{filter: f, client: client, now: time.Now(), except: map[string]bool{}}
	for _, id := range tf.Strings(f.ExceptClientIDs) {
		c.except[id] = true
	}
	var err error
	if text := f.OlderThan.ValueString(); text != "" {
		if c.age, err = parseTime(text); err != nil {
			return criteria{}, err
		}
	}
	c.name, err = regexp.Compile(f.NameRegex.ValueString())
	return c, err
}

// matches reports whether an application passes as far as it tells itself.
func (c criteria) matches(app *auth0.Application) bool {
	return tf.Admits(c.SecurityMode, types.StringValue(app.SecurityMode())) &&
		tf.Admits(c.AppType, types.StringValue(app.AppType)) &&
		c.name.MatchString(app.Name) && !c.except[app.ClientID] &&
		(c.age == 0 || isOlder(app, c.now.Add(-c.age)))
}

// isOlder reports whether an application is known to be from before a time.
func isOlder(app *auth0.Application, than time.Time) bool {
	made, err := time.Parse(time.RFC3339, app.CreatedAt)
	return err == nil && made.Before(than)
}

// choose returns those applications that pass, the oldest first. Grants and consents are listed if they matter.
func (c criteria) choose(ctx context.Context, apps []auth0.Application) ([]auth0.Application, error) {
	apps = slices.DeleteFunc(slices.Clone(apps), func(app auth0.Application) bool { return !c.matches(&app) })
	if c.WithoutGrants.ValueBool() && len(apps) > 0 {
		grants, err := c.client.ListAllClientGrants(ctx)
		if err != nil {
			return nil, err
		}
		has := map[string]bool{}
		for _, grant := range grants {
			has[grant.ClientID] = true
		}
		apps = slices.DeleteFunc(apps, func(app auth0.Application) bool { return has[app.ClientID] })
	}
	if c.WithoutConsents.ValueBool() && len(apps) > 0 {
		ids := make([]string, len(apps))
		for i, app := range apps {
			ids[i] = app.ClientID
		}
		has, err := c.client.ApplicationsWithConsents(ctx, ids)
		if err != nil {
			return nil, err
		}
		apps = slices.DeleteFunc(apps, func(app auth0.Application) bool { return has[app.ClientID] })
	}
	slices.SortFunc(apps, func(a, b auth0.Application) int {
		return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), cmp.Compare(a.ClientID, b.ClientID))
	})
	return apps, nil
}

// passes reports whether one application, which was read just now, passes. Its grants and consents are asked for anew.
func (c criteria) passes(ctx context.Context, app *auth0.Application) (bool, error) {
	if !c.matches(app) {
		return false, nil
	}
	if c.WithoutGrants.ValueBool() {
		grants, err := c.client.ListClientGrants(ctx, auth0.ClientGrantFilter{ClientID: app.ClientID})
		if err != nil || len(grants) > 0 {
			return false, err
		}
	}
	if c.WithoutConsents.ValueBool() {
		has, err := c.client.HasConsents(ctx, app.ClientID)
		return err == nil && !has, err
	}
	return true, nil
}

var timeForm = regexp.MustCompile(`^(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,5})m)?$`)

// parseTime reads a length of time in days, hours and minutes.
func parseTime(text string) (time.Duration, error) {
	parts := timeForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, fmt.Errorf("%q is not written in days, hours and minutes", text)
	}
	var length time.Duration
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute} {
		number, _ := strconv.Atoi("0" + parts[i+1]) // five digits at most
		length += time.Duration(number) * unit
	}
	if length == 0 {
		return 0, fmt.Errorf("%q is no time at all", text)
	}
	return length, nil
}

// lengthOfTime is a validator that refuses what parseTime does.
type lengthOfTime struct{}

func (lengthOfTime) Description(context.Context) string { return "must be a length of time" }

func (v lengthOfTime) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (lengthOfTime) ValidateString(
	_ context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := parseTime(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a length of time",
			fmt.Sprintf("%v. Write it such as \"90d\", \"12h\" or \"1d12h\".", err))
	}
}
