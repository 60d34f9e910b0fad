package cimdapplication

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// acceptedKey is where the private state keeps the document that was accepted last: by an apply, or by an import. The
// document in the state may be another one, if somebody registered it anew behind Terraform's back.
const acceptedKey = "accepted"

func (d *document) keepAccepted(ctx context.Context, private tf.PrivateWriter, diags *diag.Diagnostics) {
	encoded, _ := json.Marshal(d) //nolint:errchkjson // texts have JSON
	diags.Append(private.SetKey(ctx, acceptedKey, encoded)...)
}

func acceptedIn(ctx context.Context, private tf.PrivateReader) *document {
	encoded, diags := private.GetKey(ctx, acceptedKey)
	var d *document
	if diags.HasError() || json.Unmarshal(encoded, &d) != nil {
		return nil
	}
	return d
}

// acceptedOr returns the document that was accepted last. If nobody knows, that is the one of the first state that has
// one.
func acceptedOr(ctx context.Context, private tf.PrivateReader, states ...*model) *document {
	accepted := acceptedIn(ctx, private)
	for _, state := range states {
		if accepted == nil {
			accepted = documentIn(state.Document)
		}
	}
	return accepted
}

// checkAccepted refuses a document that the configuration does not accept. before is what was accepted last, nil for a
// new application; inForce is what Auth0 has, nil as well.
func checkAccepted(config *model, before, inForce, now *document, diags *diag.Diagnostics) {
	checkCallbackHosts(config, now, diags)
	switch {
	case config.Pin.IsUnknown() || config.Pin.ValueString() == now.pin():
	case !config.Pin.IsNull():
		checkPin(config, before, now, diags)
	case before != nil:
		checkGains(config, before, now, now.isSame(inForce), diags)
	}
}

func checkCallbackHosts(config *model, now *document, diags *diag.Diagnostics) {
	if config.AllowedCallbackHosts.IsNull() || config.AllowedCallbackHosts.IsUnknown() {
		return
	}
	if outside := tf.Untrusted(now.Callbacks, tf.Strings(config.AllowedCallbackHosts)); len(outside) > 0 {
		diags.AddAttributeError(path.Root("allowed_callback_hosts"), "Callback is on another host",
			fmt.Sprintf("The document at %s has callbacks on hosts that are not in allowed_callback_hosts: %s. Add their "+
				"hosts if you trust whoever runs them. Until then the application stays as it is.",
				auth0.Printable(config.MetadataURL.ValueString()), auth0.Printable(strings.Join(outside, ", "))))
	}
}

func checkPin(config *model, before, now *document, diags *diag.Diagnostics) {
	said := "It says: " + now.summary() + "."
	if before != nil && !before.isSame(now) {
		said = "Changed: " + before.changesTo(now) + "."
	}
	diags.AddAttributeError(path.Root("pin"), "Document is not the pinned one",
		fmt.Sprintf("The document at %s has another digest than pin. %s To accept it, write\n\n  pin = %q",
			auth0.Printable(config.MetadataURL.ValueString()), said, now.pin()))
}

// checkGains refuses what lets somebody else act as the application, or lets it do more.
func checkGains(config *model, before, now *document, isInForce bool, diags *diag.Diagnostics) {
	gains := before.gains(config, now)
	if len(gains) == 0 {
		return
	}
	instead := "To leave the application as it is, write check_document = false."
	if isInForce {
		instead = "Somebody has registered it anew, so this is in force. To shut the application off, remove its grants."
	}
	other := ""
	if !slices.ContainsFunc(gains, func(c change) bool { return c.member != "callbacks" }) {
		other = fmt.Sprintf(", or allowed_callback_hosts = [\"%s\"]",
			strings.Join(tf.CallbackHosts(now.Callbacks), `", "`))
	}
	diags.AddAttributeError(path.Root("pin"), "Document has more than was accepted",
		fmt.Sprintf("The document at %s has changed: %s. %s To accept it, write\n\n  pin = %q%s",
			auth0.Printable(config.MetadataURL.ValueString()), before.changesTo(now), instead, now.pin(), other))
}

// gains returns the changes that need to be accepted. What users see of an application needs not, nor what it loses.
// Arguments that are set decide instead of the document.
func (d *document) gains(config *model, now *document) []change {
	known := tf.CallbackHosts(d.Callbacks)
	return slices.DeleteFunc(d.compare(now), func(c change) bool {
		switch c.member {
		case "name", "logo_uri", "description":
			return true
		case "callbacks":
			return c.isLoss || !config.AllowedCallbackHosts.IsNull() || len(tf.Untrusted([]string{c.value}, known)) == 0
		case "app_type":
			return !config.AppType.IsNull()
		case "grant_types":
			return c.isLoss || !config.GrantTypes.IsNull()
		default:
			return c.isLoss
		}
	})
}
