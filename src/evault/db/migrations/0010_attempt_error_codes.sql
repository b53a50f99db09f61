ALTER TABLE "delivery_attempts" ADD COLUMN "error_code" text;--> statement-breakpoint
ALTER TABLE "delivery_attempts" ADD COLUMN "error_detail" text;--> statement-breakpoint
ALTER TABLE "delivery_platforms" ADD COLUMN "last_error_code" text;--> statement-breakpoint
ALTER TABLE "delivery_platforms" ADD COLUMN "last_error_detail" text;