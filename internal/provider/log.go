package provider

import (
	"context"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// isSilent reports whether nobody wants a log, so that no bodies need be masked for one.
func isSilent() bool { return strings.EqualFold(os.Getenv("TF_LOG_PROVIDER"), "off") }

// log writes the API client's events to Terraform's log. They carry no secrets when they arrive here.
func log(ctx context.Context, level auth0.LogLevel, message string, fields map[string]any) {
	switch level {
	case auth0.LogTrace:
		tflog.Trace(ctx, message, fields)
	case auth0.LogDebug:
		tflog.Debug(ctx, message, fields)
	case auth0.LogInfo:
		tflog.Info(ctx, message, fields)
	case auth0.LogWarn:
		tflog.Warn(ctx, message, fields)
	}
}
