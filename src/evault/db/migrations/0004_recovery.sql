CREATE TABLE "recoveries" (
	"ename" text PRIMARY KEY NOT NULL,
	"request" text NOT NULL,
	"state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_answers" (
	"ename" text NOT NULL,
	"friend" text NOT NULL,
	"request_id" text,
	"answer" text NOT NULL,
	"approval" text,
	CONSTRAINT "recovery_answers_ename_friend_pk" PRIMARY KEY("ename","friend")
);
--> statement-breakpoint
CREATE TABLE "recovery_requests" (
	"ename" text NOT NULL,
	"asker" text NOT NULL,
	"id" uuid NOT NULL,
	"request" text NOT NULL,
	"wait_seconds" integer NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL,
	"public_key" text,
	"signature" text,
	CONSTRAINT "recovery_requests_ename_asker_pk" PRIMARY KEY("ename","asker")
);
