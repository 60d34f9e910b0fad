package application

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Terraform tells a provider that it destroys an application, or replaces it because an argument changed. It does not
// tell of a replacement that somebody asked for (-replace, replace_triggered_by) or that is due to a taint: it asks for
// the plan of a new application, and destroys the old one in the apply, with its grants before it, or after the new one
// is made. Therefore ModifyPlan leaves a mark for the second plan that a replacement asked for gets, and it recognises
// a tainted application by its having been read while no plan for it was asked for. Terraform asks for the two in one
// go.
//
// What is left are tainted applications of a plan without refresh, or with a new name. Their deletion is refused by the
// apply; with create_before_destroy the new application is there by then, and the old one stays in the state as deposed
// object, with nothing in the configuration that is about it. It is deleted once the configuration does not protect its
// successor any more.

const isProtected = "Application is protected from deletion"

// protectedKey is where the private state keeps what a plan knows of the protected application that it may replace.
const protectedKey = "protected"

// successorsKey is where the private state of a protected application that is deposed keeps what may have replaced it.
const successorsKey = "successors"

// CheckDestruction refuses the plan to destroy a protected application. One that was replaced is left to the apply.
func (w *Protection) CheckDestruction(
	ctx context.Context,
	private tf.PrivateReader,
	state Protected,
	diags *diag.Diagnostics,
) {
	switch {
	case w.isApply(): // which asks for this plan when it has made the new application
	case state.IsProtected && len(successorsIn(ctx, private)) > 0:
		warnDeposed(state, diags)
	default:
		CheckDestroyable(state, diags)
	}
}

// CheckDestroyable refuses to destroy a protected application. What the state says counts, so that removing the
// argument, or the resource, from the configuration does not lift the protection.
func CheckDestroyable(state Protected, diags *diag.Diagnostics) {
	if state.IsProtected {
		refuse(diags, "Terraform would delete the application %s, its client grants, refresh tokens and user consents with "+
			"it. If it only has another address, write a moved block. To delete it after all, set deletion_protection = false "+
			"and apply that alone first.", state.Title)
	}
}

func refuse(diags *diag.Diagnostics, format string, args ...any) {
	diags.AddAttributeError(path.Root("deletion_protection"), isProtected, fmt.Sprintf(format, args...))
}

// Planned notes that a plan for an application of the state is asked for, and leaves a mark in its private state for
// the plan that follows it if the application is replaced.
func (w *Protection) Planned(
	ctx context.Context, before tf.PrivateReader, after tf.PrivateWriter, state Protected, diags *diag.Diagnostics,
) {
	w.planned(state)
	markProtected(ctx, before, after, state, diags)
}

// markProtected leaves a mark in the private state of a plan for the plan that follows it if the application is
// replaced.
func markProtected(
	ctx context.Context,
	before tf.PrivateReader,
	after tf.PrivateWriter,
	state Protected,
	diags *diag.Diagnostics,
) {
	var mark string
	if state.IsProtected {
		mark = state.Title
	}
	if mark != stringIn(ctx, before, protectedKey) {
		setString(ctx, after, protectedKey, mark, diags)
	}
}

// Forget takes the mark off an application that was found gone. Terraform hands the private state of a read to the plan
// of the new application, which would take itself for a replacement.
func Forget(ctx context.Context, before tf.PrivateReader, after tf.PrivateWriter, diags *diag.Diagnostics) {
	markProtected(ctx, before, after, Protected{}, diags)
}

// CheckReplacement refuses the plan of a new application that is to replace a protected one.
func (w *Protection) CheckReplacement(
	ctx context.Context,
	private tf.PrivateReader,
	name string,
	diags *diag.Diagnostics,
) {
	if replaced := stringIn(ctx, private, protectedKey); replaced != "" {
		refuse(diags, "Terraform is asked to replace the application %s (-replace, replace_triggered_by), and would delete "+
			"its client grants, refresh tokens and user consents with it. To do so after all, set deletion_protection = false "+
			"and apply that alone first.", replaced)
		return
	}
	if tainted := w.tainted(ctx, name); tainted != "" {
		refuse(diags, "Terraform has marked the application %s as tainted and would replace it, and delete its client "+
			"grants, refresh tokens and user consents with it. To keep it, run terraform untaint with the address of this "+
			"resource. To replace it after all, set deletion_protection = false after that, apply that alone, and then apply "+
			"with -replace.", tainted)
	}
}

// CheckDeletion refuses the deletion of a protected application in an apply, unless the configuration does not protect
// the application any more that has replaced it. It returns whether the state is to be protected, should the deletion
// fail.
func (w *Protection) CheckDeletion(
	ctx context.Context, private privateState, state Protected, diags *diag.Diagnostics,
) (stays bool) {
	if !state.IsProtected {
		return false
	}
	successors := successorsIn(ctx, private)
	if w.unprotects(state.Name, successors) {
		return false
	}
	successors = append(successors, w.newClientIDs()...)
	if len(successors) == 0 {
		refuse(diags, "Terraform has marked the application %s as tainted. It stays, but what depends on it may have been "+
			"destroyed. Run terraform untaint with the address of this resource, and apply: what is missing is made "+
			"anew.", state.Title)
		return true
	}
	keepSuccessors(ctx, private, successors, diags)
	refuse(diags, "The application %s has been replaced by a new one, and stays as deposed object of this resource. To "+
		"have it deleted, set deletion_protection = false and apply; after that, deletion_protection = true protects the "+
		"new one.", state.Title)
	return true
}

// warnDeposed says what becomes of a protected application that has been replaced.
func warnDeposed(state Protected, diags *diag.Diagnostics) {
	diags.AddWarning("Protected application has been replaced",
		fmt.Sprintf("The application %s is a deposed object of this resource: a new one has replaced it. To have it "+
			"deleted, set deletion_protection = false and apply; after that, deletion_protection = true protects the new one. "+
			"Until then, each apply ends with an error.", state.Title))
}

// privateState is the private state of a resource that is deleted.
type privateState interface {
	tf.PrivateReader
	tf.PrivateWriter
}

func successorsIn(ctx context.Context, private tf.PrivateReader) []string {
	return strings.Fields(stringIn(ctx, private, successorsKey))
}

func keepSuccessors(ctx context.Context, private tf.PrivateWriter, clientIDs []string, diags *diag.Diagnostics) {
	slices.Sort(clientIDs)
	setString(ctx, private, successorsKey, strings.Join(slices.Compact(clientIDs), " "), diags)
}

func stringIn(ctx context.Context, private tf.PrivateReader, key string) (text string) {
	encoded, diags := private.GetKey(ctx, key)
	if diags.HasError() || json.Unmarshal(encoded, &text) != nil {
		return ""
	}
	return text
}

// setString keeps a text in the private state, and nothing if it is empty.
func setString(ctx context.Context, private tf.PrivateWriter, key, text string, diags *diag.Diagnostics) {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // strings have JSON
	}
	if text == "" {
		encoded = nil
	}
	diags.Append(private.SetKey(ctx, key, encoded)...)
}
