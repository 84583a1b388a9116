-- How many messages of a campaign are in each state is read off an index, for the list of campaigns and for what closes them.
create index campaign_message_state on campaign_message (campaign_id, state);
